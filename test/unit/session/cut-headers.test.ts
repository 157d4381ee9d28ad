/** Captures of so few bytes a packet that TCP headers are cut. */
import { describe, expect, it } from 'vitest';
import { CapturePass } from '../../../src/engine/session/capture-pass';
import { frameOf, HANDSHAKE } from '../../captures/conversation';

/** Ethernet and IPv4 headers: 34 bytes. */
function passOf(capturedBytes: number, originalBytes?: number): CapturePass {
  const pass = new CapturePass();
  pass.interface({ name: null, description: null, linkType: 1, snapLength: capturedBytes, timestampResolution: 1e6 });
  for (const [index, segment] of HANDSHAKE.entries()) {
    const bytes = frameOf(segment, index);
    pass.packet({
      seconds: 1_700_000_000,
      nanoseconds: index * 1e6,
      hasTime: true,
      interfaceId: 0,
      offset: 100 * index,
      capturedLength: Math.min(capturedBytes, bytes.length),
      originalLength: originalBytes ?? bytes.length,
      bytes: bytes.subarray(0, capturedBytes),
      start: 0,
      sequenceUnknown: false,
    });
  }
  pass.finish();
  return pass;
}

describe('TCP headers that the capture cut', () => {
  it('are told, once for the capture: those segments are in no connection', () => {
    const { issues, tracker } = passOf(34 + 14);
    expect(tracker.connections.length).toBe(0);
    expect(issues).toEqual([{ code: 'cut-headers', frame: 1, offset: 0, detail: '3 segments, 48 bytes of the first' }]);
  });

  it.each([
    { name: 'hold what connections are told from', pass: () => passOf(34 + 16), connections: 1 },
    { name: 'are whole', pass: () => passOf(100), connections: 1 },
    { name: 'were so short on the wire', pass: () => passOf(34 + 14, 34 + 14), connections: 0 },
  ])('are no issue where they $name', ({ pass, connections }) => {
    const { issues, tracker } = pass();
    expect(issues).toEqual([]);
    expect(tracker.connections.length).toBe(connections);
  });
});
