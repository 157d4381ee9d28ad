/** Addresses that find no room in their columns. */
import { describe, expect, it } from 'vitest';
import { skipReason } from './browser';
import { longAddressCapture } from './captures';
import { workbenchSuite } from './workbench-page';

describe.skipIf(skipReason)('long addresses', () => {
  const workbench = workbenchSuite(() => ({ 'long.pcap': longAddressCapture() }));

  it('are cut before the port, which tells the ends of one host apart', async () => {
    await workbench.open('long.pcap');
    await workbench.show('Connections');
    const cell = workbench.rows(workbench.grid('Connections')).first().locator('[data-column=server]');
    const [host, all] = await cell.evaluate((element) => {
      const inner = element.querySelector('.endpoint-host') as HTMLElement;
      const port = document.createRange();
      port.selectNode(inner.nextSibling as Text);
      const room = element.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(element).paddingRight);
      return [
        { cut: inner.scrollWidth > inner.clientWidth, height: inner.getBoundingClientRect().height },
        {
          text: (element as HTMLElement).innerText,
          fits: port.getBoundingClientRect().right <= room + 0.5,
          height: element.getBoundingClientRect().height,
        },
      ];
    });
    expect(host.cut).toBe(true);
    expect(all).toMatchObject({ text: '[2001:db8:ffff:ffff:ffff:ffff:ffff:80]:8443', fits: true });
    expect(host.height).toBeLessThanOrEqual(all.height);
    expect(await cell.locator('[title]').getAttribute('title')).toBe('[2001:db8:ffff:ffff:ffff:ffff:ffff:80]:8443');
    await workbench.expectNoFaults();
  });
});
