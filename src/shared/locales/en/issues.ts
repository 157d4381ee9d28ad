/** `issue.<code>`: what was found in a capture file and what to do. `{{offset}}`: byte offset, `{{frame}}`: frame number, `{{detail}}`: technical detail. */
export const issues = {
  'truncated-file':
    'The file ends in the middle of a packet, at byte {{offset}} ({{detail}}). Everything before it was read. Copy the file again if the copy was interrupted; a capture that was killed loses its last packet.',
  'truncated-header': 'The file ends before its header is complete ({{detail}}). There is nothing to read: copy or record it again.',
  'bad-magic':
    'The bytes at {{offset}} are not those that a capture begins with ({{detail}}). What follows was searched for packets; check that this is the right file.',
  'unknown-version':
    'The file says it has a format version that is not known, at byte {{offset}} ({{detail}}). Open it with the program that wrote it and save it as pcapng.',
  'impossible-length': 'A length at byte {{offset}} cannot be true ({{detail}}). The file is damaged there; what was read before is shown.',
  'captured-longer-than-original':
    'Frame {{frame}} is said to hold more bytes than were on the wire ({{detail}}). It is shown with the bytes that are there; byte counts may be too small.',
  'beyond-snap-length':
    'Frame {{frame}} is longer than the snapshot length of its interface ({{detail}}). It was read whole; nothing needs to be done.',
  'bad-block': 'A block at byte {{offset}} is damaged ({{detail}}). Packets may be missing there.',
  'bad-option':
    'An option in the block at byte {{offset}} cannot be read ({{detail}}). Its packet is shown; a comment or an interface name may be missing.',
  'unknown-interface': 'The block at byte {{offset}} belongs to an interface that the file does not describe ({{detail}}). Its packet was left out.',
  'unknown-block':
    'The file holds blocks of a kind that is not known, the first at byte {{offset}} ({{detail}}). They were skipped; packets are not concerned.',
  resynchronised:
    'Reading went on at byte {{offset}}, after damage ({{detail}}). Packets in between are missing: do not take the gap for silence on the wire.',
  'time-backwards':
    'Frame {{frame}} is earlier than the frame before it ({{detail}}). Usual where several interfaces or merged files are involved; intervals around it may be wrong.',
  'time-invalid':
    'The time of frame {{frame}} is no valid time ({{detail}}). It was carried over into seconds or left out; do not rely on intervals around it.',
  'mixed-link-types': 'The file holds packets of several link types ({{detail}}). Each is read as what it is; nothing needs to be done.',
  'compressed-damaged':
    'The compressed file is damaged ({{detail}}). What could be decompressed up to byte {{offset}} was read. Copy the file again.',
  'unreadable-line':
    'A line of the text at byte {{offset}} could not be understood ({{detail}}). It was left out; paste the output of tcpdump unchanged, best with -nn.',
  'missing-bytes':
    'The hex dump has a gap at byte {{offset}} of the text ({{detail}}). The packet is shown up to there; paste the missing lines too.',
  'cut-headers':
    'The capture kept so little of each packet that TCP headers are cut, from frame {{frame}} on ({{detail}}): those segments are missing in the connections. Capture again with 128 bytes a packet or more (tcpdump -s 128; -s 0 keeps all).',
  empty: 'The capture is in order but holds no packets. Check the capture filter and the interface that was recorded.',
} as const;
