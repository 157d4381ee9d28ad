/** RFC 4271 section 4.5, RFC 4486 and IANA: BGP Error (Notification) Codes. */
export const MAJOR_ERRORS: Readonly<Record<number, string>> = {
  1: 'Message Header Error',
  2: 'OPEN Message Error',
  3: 'UPDATE Message Error',
  4: 'Hold Timer Expired',
  5: 'Finite State Machine Error',
  6: 'Cease',
  7: 'ROUTE-REFRESH Message Error',
};

/** Field of the minor code and its names, by major code. */
export const MINOR_ERRORS: Readonly<Record<number, readonly [field: string, names: Readonly<Record<number, string>>]>> = {
  1: ['bgp.notify.minor_error', { 1: 'Connection Not Synchronized', 2: 'Bad Message Length', 3: 'Bad Message Type' }],
  2: [
    'bgp.notify.minor_error_open',
    {
      1: 'Unsupported Version Number',
      2: 'Bad Peer AS',
      3: 'Bad BGP Identifier',
      4: 'Unsupported Optional Parameter',
      6: 'Unacceptable Hold Time',
      7: 'Unsupported Capability',
    },
  ],
  3: [
    'bgp.notify.minor_error_update',
    {
      1: 'Malformed Attribute List',
      2: 'Unrecognized Well-known Attribute',
      3: 'Missing Well-known Attribute',
      4: 'Attribute Flags Error',
      5: 'Attribute Length Error',
      6: 'Invalid ORIGIN Attribute',
      8: 'Invalid NEXT_HOP Attribute',
      9: 'Optional Attribute Error',
      10: 'Invalid Network Field',
      11: 'Malformed AS_PATH',
    },
  ],
  4: ['bgp.notify.minor_error_expired', {}],
  5: ['bgp.notify.minor_error_state', {}],
  6: [
    'bgp.notify.minor_error_cease',
    {
      1: 'Maximum Number of Prefixes Reached',
      2: 'Administratively Shutdown',
      3: 'Peer De-configured',
      4: 'Administratively Reset',
      5: 'Connection Rejected',
      6: 'Other Configuration Change',
      7: 'Connection Collision Resolution',
      8: 'Out of Resources',
      9: 'Hard Reset',
      10: 'BFD Down',
    },
  ],
};
