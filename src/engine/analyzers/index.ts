import type { Analyzer } from './analyzer';
import { closeWait } from './close-wait';
import { heartbeat } from './heartbeat';
import { httpReuse } from './http-reuse';
import { keepAlive } from './keep-alive';
import { listenQueue } from './listen-queue';
import { unansweredData } from './unanswered-data';
import { unprobedIdle } from './unprobed-idle';
import { zeroWindow } from './zero-window';

/** Every analyzer, one line each. */
export const analyzers: readonly Analyzer[] = [keepAlive, heartbeat, httpReuse, listenQueue, unansweredData, unprobedIdle, zeroWindow, closeWait];
