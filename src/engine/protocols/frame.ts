import type { LayerBuilder } from './dissection';
import { generated } from './field-spec';
import { defineProtocol } from './protocol';

function decodeFrame(layer: LayerBuilder): void {
  const { facts, bytes } = layer;
  if (layer.detailed) {
    const on = facts.interfaceName === null ? '' : ` on interface ${facts.interfaceName}`;
    layer.describe(bytes.length, `Frame ${facts.frame}: ${facts.originalLength} bytes on wire, ${bytes.length} bytes captured${on}`);
    addFacts(layer);
  }
  layer.next('link-type', facts.linkType, 0);
}

function addFacts(layer: LayerBuilder): void {
  const { facts, bytes } = layer;
  if (facts.interfaceName !== null) layer.generated('frame.interface_name', facts.interfaceName);
  layer.generated('frame.encap_type', facts.linkType);
  if (facts.timeText !== null) layer.generated('frame.time', facts.timeText);
  if (facts.timeEpoch !== null) layer.generated('frame.time_epoch', facts.timeEpoch, { text: `${facts.timeEpoch} seconds` });
  if (facts.sincePreviousFrame !== null)
    layer.generated('frame.time_delta', facts.sincePreviousFrame, { text: `${facts.sincePreviousFrame} seconds` });
  if (facts.sinceFirstFrame !== null) layer.generated('frame.time_relative', facts.sinceFirstFrame, { text: `${facts.sinceFirstFrame} seconds` });
  layer.generated('frame.number', facts.frame);
  layer.generated('frame.len', facts.originalLength, { text: `${facts.originalLength} bytes` });
  const cut = facts.originalLength - bytes.length;
  layer.generated('frame.cap_len', bytes.length, {
    text: `${bytes.length} bytes`,
    explanation: cut > 0 ? { code: 'frame-cut', data: { captured: bytes.length, original: facts.originalLength, missing: cut } } : null,
  });
  for (const comment of facts.comments) layer.generated('frame.comment', comment);
  if (facts.duplicateOf !== null) {
    layer.generated('frame.duplicate_of', facts.duplicateOf, {
      frame: facts.duplicateOf,
      explanation: { code: 'frame-duplicate', data: { frame: facts.duplicateOf } },
    });
  }
}

/** The record around the packet: what the capture file says of it. Its fields hold no bytes of the packet. */
export const frame = defineProtocol({
  id: 'frame',
  title: 'Frame',
  short: '',
  spec: 'pcap, pcapng',
  fields: {
    'frame.interface_name': generated('Interface name', 'text'),
    'frame.encap_type': generated('Link type'),
    'frame.time': generated('Arrival Time', 'text'),
    'frame.time_epoch': generated('Epoch Time', 'duration'),
    'frame.time_delta': generated('Time delta from previous captured frame', 'duration'),
    'frame.time_relative': generated('Time since first frame', 'duration'),
    'frame.number': generated('Frame Number'),
    'frame.len': generated('Frame Length'),
    'frame.cap_len': generated('Capture Length'),
    'frame.comment': generated('Comment', 'text'),
    'frame.duplicate_of': generated('Copy of frame'),
    'frame.protocols': generated('Protocols in frame', 'text'),
  },
  attach: [],
  decode: decodeFrame,
});
