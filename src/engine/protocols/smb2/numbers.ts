/** MS-SMB2 section 2.2.1. */
export const COMMANDS: Readonly<Record<number, string>> = {
  0: 'Negotiate Protocol',
  1: 'Session Setup',
  2: 'Session Logoff',
  3: 'Tree Connect',
  4: 'Tree Disconnect',
  5: 'Create',
  6: 'Close',
  7: 'Flush',
  8: 'Read',
  9: 'Write',
  10: 'Lock',
  11: 'Ioctl',
  12: 'Cancel',
  13: 'KeepAlive',
  14: 'Find',
  15: 'Notify',
  16: 'GetInfo',
  17: 'SetInfo',
  18: 'Break',
};

/** Bits from the lowest. */
export const FLAGS: Readonly<Record<string, number>> = { response: 0, async: 1, chained: 2, signature: 3, dfs: 28, replay: 29 };
export const SECURITY_MODES: Readonly<Record<string, number>> = { sign_enabled: 0, sign_required: 1 };
export const CAPABILITIES: Readonly<Record<string, number>> = {
  dfs: 0,
  leasing: 1,
  large_mtu: 2,
  multi_channel: 3,
  persistent_handles: 4,
  directory_leasing: 5,
  encryption: 6,
};

export const DIALECTS: Readonly<Record<number, string>> = {
  514: 'SMB 2.0.2',
  528: 'SMB 2.1',
  768: 'SMB 3.0',
  770: 'SMB 3.0.2',
  785: 'SMB 3.1.1',
  767: 'SMB2 wildcard',
};

/** Statuses that are met most (MS-ERREF section 2.3.1). */
export const STATUSES: Readonly<Record<number, string>> = {
  0: 'STATUS_SUCCESS',
  259: 'STATUS_PENDING',
  2147483653: 'STATUS_BUFFER_OVERFLOW',
  2147483654: 'STATUS_NO_MORE_FILES',
  3221225485: 'STATUS_INVALID_PARAMETER',
  3221225494: 'STATUS_MORE_PROCESSING_REQUIRED',
  3221225506: 'STATUS_ACCESS_DENIED',
  3221225524: 'STATUS_OBJECT_NAME_NOT_FOUND',
  3221225581: 'STATUS_LOGON_FAILURE',
  3221225659: 'STATUS_NOT_SUPPORTED',
  3221225673: 'STATUS_NETWORK_NAME_DELETED',
  3221225676: 'STATUS_BAD_NETWORK_NAME',
  3221225760: 'STATUS_CANCELLED',
  3221225768: 'STATUS_FILE_CLOSED',
  3221225987: 'STATUS_USER_SESSION_DELETED',
  3221226332: 'STATUS_NETWORK_SESSION_EXPIRED',
};
