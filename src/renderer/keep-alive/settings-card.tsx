import { Button } from '@blueprintjs/core';
import type { KeepAliveVerdictView } from '../../shared/contract/methods';
import { useWorkbench } from '../app/workbench';
import { Confidence } from '../findings/confidence';
import { Inferred } from '../findings/inferred';
import { Term, type TermName } from '../glossary/term';
import { formatDuration } from '../theme/format';
import { StateLabel } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { askWith } from '../what-if/scenario';
import { CostCard } from './cost-card';
import { Fact } from './fact';
import { OUTCOME_STATES, PEER_STATES } from './outcome-states';

const DURATIONS = ['idleMs', 'intervalMs', 'userTimeoutMs'] as const;
const SETTINGS = ['idleMs', 'intervalMs', 'count', 'userTimeoutMs'] as const;
type Setting = (typeof SETTINGS)[number];
const TERMS = { idleMs: 'idleTime', intervalMs: 'probeInterval', count: 'probeCount', userTimeoutMs: 'userTimeout' } as const satisfies Record<
  Setting,
  TermName
>;
type Values = Readonly<Record<Setting, number | null>>;

interface SettingsCardProps {
  readonly verdict: KeepAliveVerdictView;
  readonly timeText: (ms: number) => string;
  readonly onPick: (frame: number) => void;
}

/** What the probes of an end tell: what became of the peer, the settings behind them with other readings, and what they cost. */
export function SettingsCard({ verdict, timeText, onPick }: SettingsCardProps) {
  const { t } = useTexts();
  const tryOut = (): void => {
    askWith(verdict.settings);
    useWorkbench.getState().showView('whatIf');
  };
  const title = t('ui.keepAlive.card', { end: t(`ui.end.${verdict.prober}`) });
  return (
    <section className="fact-card" aria-label={title}>
      <h3>{title}</h3>
      <Outcome verdict={verdict} timeText={timeText} onPick={onPick} />
      <Settings verdict={verdict} />
      <Alternatives verdict={verdict} />
      <Button size="small" className="card-button" text={t('ui.keepAlive.tryOut')} onClick={tryOut} />
      <CostCard cost={verdict.cost} shareOfConnection={verdict.shareOfBytes} />
    </section>
  );
}

function Outcome({ verdict, timeText, onPick }: SettingsCardProps) {
  const { t } = useTexts();
  const { peerState, outcome, predictedDeath } = verdict;
  const { frame, afterMs } = outcome;
  return (
    <dl>
      <Fact name={t('ui.keepAlive.peer')}>
        <StateLabel state={PEER_STATES[peerState]} text={t(`ui.keepAlive.peerState.${peerState}`)} />
      </Fact>
      <Fact name={t('ui.keepAlive.outcome')}>
        <StateLabel state={OUTCOME_STATES[outcome.kind]} text={t(`ui.keepAlive.outcomes.${outcome.kind}`)} />
        {afterMs !== null && <span className="number"> {t('ui.keepAlive.afterHeard', { duration: formatDuration(afterMs) })}</span>}
        {frame !== null && (
          <button type="button" className="frame-link" onClick={() => onPick(frame)}>
            {t('ui.dock.frame', { frame })}
          </button>
        )}
      </Fact>
      {predictedDeath && (
        <Fact name={t('ui.keepAlive.predicted')}>
          <Inferred
            text={timeText(predictedDeath.timeMs)}
            confidence={predictedDeath.confidence}
            note={t(predictedDeath.assumed ? 'ui.keepAlive.countAssumed' : 'ui.keepAlive.countOfPreset')}
          />{' '}
          <span className="muted">{t('ui.keepAlive.predictedBy', { count: predictedDeath.count })}</span>
        </Fact>
      )}
    </dl>
  );
}

/** Each setting, or why the capture cannot show it. */
function Settings({ verdict }: { readonly verdict: KeepAliveVerdictView }) {
  const { t } = useTexts();
  const { settings, presets } = verdict;
  return (
    <>
      <h4>
        {t('ui.keepAlive.settings')}{' '}
        <span className="muted">
          {t('ui.findings.confidence')} <Confidence value={settings.confidence} />
        </span>
      </h4>
      <dl>
        {SETTINGS.map((setting) => {
          const value = settings[setting];
          const reason = settings.unknown[setting];
          return (
            <Fact key={setting} name={<Term name={TERMS[setting]}>{t(`ui.keepAlive.setting.${setting}`)}</Term>}>
              {value !== null ? (
                <Inferred text={settingText(setting, value)} confidence={settings.confidence} note={t('ui.keepAlive.settingInferred')} />
              ) : (
                <span className="muted">{t(`ui.keepAlive.unknown.${reason ?? 'not-on-the-wire'}`)}</span>
              )}
            </Fact>
          );
        })}
        {presets.length > 0 && (
          <Fact name={t('ui.keepAlive.presets')}>
            {presets.map(({ id, name, source }) => (
              <span key={id} className="preset" title={source}>
                {name}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </>
  );
}

function settingText(setting: Setting, value: number): string {
  return DURATIONS.some((duration) => duration === setting) ? formatDuration(value) : String(value);
}

/** Other settings that give the same packets. */
function Alternatives({ verdict }: { readonly verdict: KeepAliveVerdictView }) {
  const { t } = useTexts();
  const { alternatives } = verdict.settings;
  if (alternatives.length === 0) return null;
  const values = (alternative: Values): string =>
    SETTINGS.flatMap((setting) => {
      const value = alternative[setting];
      return value === null ? [] : [`${t(`ui.keepAlive.setting.${setting}`)} ${settingText(setting, value)}`];
    }).join(', ');
  return (
    <>
      <h4>{t('ui.keepAlive.alternatives')}</h4>
      <ul>
        {alternatives.map((alternative) => (
          <li key={alternative.reason}>
            <span className="inferred number">~ {values(alternative)}</span>
            <br />
            <span className="muted">{t(`ui.keepAlive.reason.${alternative.reason}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
