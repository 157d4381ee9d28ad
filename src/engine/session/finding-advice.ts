/** What to do about a finding: the sentence of its code, the recommended numbers with the reason, and how to set them, system by system. */
import type { Translate } from '../../shared/locales/texts';
import type { Finding } from '../analyzers/analyzer';
import { type RecipeName, snippets } from '../models/recipes';
import {
  deathMs,
  heartbeatNumbers,
  httpIdleNumbers,
  keepAliveNumbers,
  type RecommendedKeepAlive,
  type SeenSettings,
  toNotice,
  toOutlive,
  toRefresh,
  USER_TIMEOUT_MS,
} from '../models/recommendation';

/** What is recommended: `reason` is a key below `finding.reason`, which may name the numbers. */
interface Plan {
  readonly recipe: RecipeName;
  readonly reason: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** `sentence`: the advice in the code's own words. Snippets stand between lines of three backticks, their title behind the first. */
export function adviceText(finding: Pick<Finding, 'code' | 'data'>, sentence: string, t: Translate): string {
  const plan = planOf(finding);
  if (plan === null) return sentence;
  return `${sentence}\n${t(`finding.reason.${plan.reason}`, plan.numbers)}\n${snippets(plan.recipe, plan.numbers)}`;
}

/** Connections of one address from which a server may refuse more. */
const CONNECTION_LIMIT = 20;
/** Period of a heartbeat inside of encryption: below every device's idle timeout. */
const HIDDEN_HEARTBEAT_S = 60;

function planOf({ code, data }: Pick<Finding, 'code' | 'data'>): Plan | null {
  const seen: SeenSettings = { idleMs: number(data.idleMs), intervalMs: number(data.intervalMs), count: number(data.probeCount) };
  switch (code) {
    case 'keepalive.peer-crashed':
    case 'keepalive.peer-rebooted':
    case 'keepalive.peer-unreachable':
    case 'keepalive.probes-unanswered':
      return keepAlivePlan('notice', toNotice(seen));
    case 'keepalive.good-connection-killed':
    case 'keepalive.outage-survived':
      return keepAlivePlan('outlive', toOutlive(seen, number(data.outageMs) ?? 0));
    case 'keepalive.middlebox-timeout':
    case 'keepalive.absent':
      return devicePlan(seen, number(data.deviceTimeoutMs) ?? number(data.silenceMs));
    case 'keepalive.user-timeout':
      return userTimeoutPlan(deathMs(toNotice(seen)));
    case 'connection.unanswered-data':
      return userTimeoutPlan(USER_TIMEOUT_MS);
    case 'keepalive.idle-hoarding':
      return { recipe: 'idle-limit', reason: 'limit', numbers: { limit: CONNECTION_LIMIT } };
    case 'keepalive.exposed':
      return {
        recipe: 'encrypted-heartbeat',
        reason: 'hidden',
        numbers: { period: HIDDEN_HEARTBEAT_S, periodMs: HIDDEN_HEARTBEAT_S * 1000, pingTime: HIDDEN_HEARTBEAT_S },
      };
    case 'heartbeat.late':
    case 'heartbeat.missed':
      return { recipe: 'heartbeat', reason: 'heartbeat', numbers: heartbeatNumbers(number(data.periodMs) ?? 0) };
    case 'http.reuse-race':
      return httpPlan(number(data.idleMs), null);
    case 'http.idle-timeout-mismatch':
      return httpPlan(number(data.serverTimeoutMs), number(data.clientIdleMs));
    case 'listener.accept-queue-overflow':
      return listenerPlan('backlog', 'backlog', data);
    case 'listener.syn-queue-overflow':
      return listenerPlan('syn-queue', 'synQueue', data);
    case 'listener.syn-flood':
      return listenerPlan('syn-flood', 'synFlood', data);
    default:
      return null;
  }
}

/** `tcp_synack_retries` of a listener in trouble: a half-open connection is forgotten after 15 s, in a flood after 7 s, instead of 63 s. */
const FEWER_RETRIES = 3;
const FEWEST_RETRIES = 2;

function listenerPlan(recipe: RecipeName, reason: string, data: Finding['data']): Plan {
  const synAckRetries = recipe === 'syn-flood' ? FEWEST_RETRIES : FEWER_RETRIES;
  return { recipe, reason, numbers: { port: number(data.port) ?? 0, backlog: number(data.advisedBacklog) ?? 0, synAckRetries } };
}

function keepAlivePlan(reason: string, recommended: RecommendedKeepAlive): Plan {
  const { interval, count } = recommended;
  const numbers = { ...keepAliveNumbers(recommended), death: deathMs(recommended) / 1000, outlived: interval * count };
  return { recipe: 'keep-alive', reason, numbers };
}

function devicePlan(seen: SeenSettings, timeoutMs: number | null): Plan {
  if (timeoutMs === null || timeoutMs <= 0) return keepAlivePlan('notice', toNotice(seen));
  const plan = keepAlivePlan('refresh', toRefresh(seen, timeoutMs));
  return { ...plan, numbers: { ...plan.numbers, device: Math.round(timeoutMs / 1000) } };
}

function userTimeoutPlan(ms: number): Plan {
  return { recipe: 'user-timeout', reason: 'userTimeout', numbers: { userTimeoutMs: ms, userTimeout: Math.ceil(ms / 1000) } };
}

function httpPlan(serverMs: number | null, clientMs: number | null): Plan {
  return { recipe: 'http-idle', reason: 'httpIdle', numbers: httpIdleNumbers(serverMs, clientMs) };
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
