import { expect, it } from 'vitest';
import { OpenRequests } from '../../../src/platform/open-requests';
import { CancelSource } from '../../../src/shared/base/cancellation';

it('gives each request to one page, those from before it came included', async () => {
  const requests = new OpenRequests();
  requests.add(['/a']);
  requests.add([]);
  const first = requests.take(new CancelSource());
  expect((await first.next()).value).toEqual({ paths: ['/a'] });
  const waiting = first.next();
  const second = requests.take(new CancelSource()).next();
  requests.add(['/b']);
  requests.add(['/c', '/d']);
  expect([(await waiting).value, (await second).value]).toEqual([{ paths: ['/b'] }, { paths: ['/c', '/d'] }]);
});

it('loses no request to a page that goes as it comes', async () => {
  const requests = new OpenRequests();
  const going = new CancelSource();
  const gone = requests.take(going).next();
  const staying = requests.take(new CancelSource()).next();
  requests.add(['/a']);
  going.cancel();
  expect(await gone).toEqual({ done: true, value: undefined });
  expect((await staying).value).toEqual({ paths: ['/a'] });
});
