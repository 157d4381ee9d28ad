import { expect, it } from 'vitest';
import { readPaneSizes, writePaneSizes } from '../../../src/renderer/project/pane-sizes';

/** As the browser's storage behaves. */
function memoryStorage(entries: Readonly<Record<string, string>>): Storage {
  const map = new Map(Object.entries(entries));
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  };
}

it('sizes of panes go from one storage to another; what is something else stays out', () => {
  const layout = readPaneSizes(
    memoryStorage({
      'react-resizable-panels:tcpulse.panes.main:view:dock': '{"view":60,"dock":40}',
      'react-resizable-panels:tcpulse.panes.broken:a:b': '{"a":',
      'react-resizable-panels:tcpulse.panes.words:a:b': '{"a":"wide"}',
      'tcpulse.columns.packets': '{"order":[]}',
    }),
  );
  expect(layout).toEqual({ 'main:view:dock': { view: 60, dock: 40 } });
  const other = memoryStorage({});
  writePaneSizes(other, layout);
  expect(other.getItem('react-resizable-panels:tcpulse.panes.main:view:dock')).toBe('{"view":60,"dock":40}');
  expect(readPaneSizes(other)).toEqual(layout);
});
