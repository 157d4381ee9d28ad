import { EventEmitter } from 'node:events';
import type { IpcRenderer } from 'electron';
import { describe, expect, it } from 'vitest';
import { handOverPort, reportDrops } from '../../src/preload/bridge';
import { PreventableEvent } from './electron-double';

/** A page as the preload sees it: events, and what was posted to it. */
function pageDouble() {
  const listeners = new EventEmitter();
  const posted: unknown[][] = [];
  const page = {
    location: { origin: 'tcpulse://workbench' },
    addEventListener: (name: string, listener: (event: unknown) => void) => listeners.on(name, listener),
    postMessage: (...args: unknown[]) => posted.push(args),
  };
  return { page: page as unknown as Window, listeners, posted };
}

function ipcDouble() {
  const listeners = new EventEmitter();
  const sent: unknown[][] = [];
  const ipc = { on: listeners.on.bind(listeners), send: (...args: unknown[]) => sent.push(args) };
  return { ipc: ipc as unknown as IpcRenderer, listeners, sent };
}

describe('the preload', () => {
  it('asks for a port once the page has loaded, and hands it to the page alone', () => {
    const { page, listeners, posted } = pageDouble();
    const { ipc, listeners: fromMain, sent } = ipcDouble();
    handOverPort(ipc, page);
    expect(sent).toEqual([]);
    listeners.emit('load');
    expect(sent).toEqual([['tcpulse:connect']]);
    const ports = [{}];
    fromMain.emit('tcpulse:port', { ports });
    expect(posted).toEqual([[{ type: 'tcpulse:port' }, 'tcpulse://workbench', ports]]);
  });

  it('tells the paths of dropped files, and keeps the page where it is', () => {
    const { page, listeners } = pageDouble();
    const { ipc, sent } = ipcDouble();
    reportDrops(ipc, { getPathForFile: (file) => file.name }, page);
    const over = new PreventableEvent();
    listeners.emit('dragover', over);
    const drop = Object.assign(new PreventableEvent(), { dataTransfer: { files: [{ name: '/a.pcap' }, { name: '' }, { name: '/b.pcap' }] } });
    listeners.emit('drop', drop);
    listeners.emit('drop', Object.assign(new PreventableEvent(), { dataTransfer: { files: [] } }));
    expect([over.defaultPrevented, drop.defaultPrevented, sent]).toEqual([true, true, [['tcpulse:drop', ['/a.pcap', '/b.pcap']]]]);
  });
});
