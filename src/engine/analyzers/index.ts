import type { Analyzer } from './analyzer';
import { keepAlive } from './keep-alive';
import { unansweredData } from './unanswered-data';
import { unprobedIdle } from './unprobed-idle';
import { zeroWindow } from './zero-window';

/** Every analyzer, one line each. */
export const analyzers: readonly Analyzer[] = [keepAlive, unansweredData, unprobedIdle, zeroWindow];
