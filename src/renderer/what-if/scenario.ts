import { create } from 'zustand';
import type { KeepAliveScenarioParams } from '../../shared/contract/keep-alive-simulation';

/** As typed: seconds, or a count; an empty optional field is not set. */
export const SCENARIO_FIELDS = ['idle', 'interval', 'count', 'userTimeout', 'deviceTimeout', 'heartbeat'] as const;
export type ScenarioField = (typeof SCENARIO_FIELDS)[number];
export type ScenarioTexts = Readonly<Record<ScenarioField, string>>;

/** net.ipv4.tcp_keepalive_time, _intvl, _probes. */
export const LINUX_DEFAULTS: ScenarioTexts = { idle: '7200', interval: '75', count: '9', userTimeout: '', deviceTimeout: '', heartbeat: '' };

const REQUIRED: readonly ScenarioField[] = ['idle', 'interval', 'count'];
const MOST_PROBES = 127;
const MOST_SECONDS = 2 ** 31 / 1000;

/** What the what-if view asks: kept while other views are looked at. */
export const useScenario = create<ScenarioTexts>()(() => LINUX_DEFAULTS);

/** Sets what is known in ms, and leaves the rest as it is. */
export function askWith(known: { readonly idleMs: number | null; readonly intervalMs: number | null; readonly count: number | null }): void {
  const seconds = (ms: number | null, other: string): string => (ms === null ? other : String(ms / 1000));
  useScenario.setState((old) => ({
    idle: seconds(known.idleMs, old.idle),
    interval: seconds(known.intervalMs, old.interval),
    count: known.count === null ? old.count : String(known.count),
  }));
}

export function isValid(field: ScenarioField, text: string): boolean {
  const typed = text.trim();
  if (typed === '') return !REQUIRED.includes(field);
  const value = Number(typed);
  if (field === 'count') return Number.isInteger(value) && value >= 1 && value <= MOST_PROBES;
  return Number.isFinite(value) && value > 0 && value <= MOST_SECONDS;
}

/** Null when a field cannot be used. */
export function scenarioOf(texts: ScenarioTexts): KeepAliveScenarioParams | null {
  if (!SCENARIO_FIELDS.every((field) => isValid(field, texts[field]))) return null;
  const ms = (text: string): number => Math.round(Number(text) * 1000);
  const optional = (text: string): number | null => (text.trim() === '' ? null : ms(text));
  return {
    idleMs: ms(texts.idle),
    intervalMs: ms(texts.interval),
    count: Number(texts.count),
    userTimeoutMs: optional(texts.userTimeout),
    deviceTimeoutMs: optional(texts.deviceTimeout),
    heartbeatMs: optional(texts.heartbeat),
  };
}

/** `tcpulse simulate keepalive` with the same numbers. */
export function commandOf(texts: ScenarioTexts): string {
  const flags: Readonly<Record<ScenarioField, string>> = {
    idle: '--idle',
    interval: '--interval',
    count: '--count',
    userTimeout: '--user-timeout',
    deviceTimeout: '--device-timeout',
    heartbeat: '--heartbeat',
  };
  const used = SCENARIO_FIELDS.filter((field) => texts[field].trim() !== '');
  return ['tcpulse simulate keepalive', ...used.map((field) => `${flags[field]} ${texts[field].trim()}`)].join(' ');
}
