import { create } from 'zustand';

export const MODELS = ['keepAlive', 'queue', 'synAck', 'syn'] as const;
export type Model = (typeof MODELS)[number];

/** Which model is asked: kept while other views are looked at. */
export const useModel = create<{ readonly model: Model }>()(() => ({ model: 'keepAlive' }));
