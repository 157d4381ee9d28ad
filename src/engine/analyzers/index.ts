import { keepAlive } from './keep-alive';

/** Every analyzer, one line each. */
export const analyzers = [keepAlive] as const;
