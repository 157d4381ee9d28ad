import { Button, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { Clipboard, Pause, Play, Trash } from '@blueprintjs/icons';
import { useId } from 'react';
import type { HostRecording } from '../../shared/contract/host';
import { targetWords } from '../../shared/contract/host-words';
import { useConnection } from '../connection/connection';
import { refreshFindings } from '../findings/refresh-findings';
import { dropHostSample } from '../project/host-samples';
import { formatDuration } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { INTERVALS_MS, targetOf, useHostChoice } from './host-choice';
import { useTimeOfDay } from './use-time-of-day';

interface HostBarProps {
  readonly watching: boolean;
  /** The host chosen can be watched. */
  readonly available: boolean;
  readonly onWatch: (watch: boolean) => void;
  readonly namespaces: readonly string[];
  readonly recordings: readonly HostRecording[];
  /** Time of the newest live sample; null: none is taken. */
  readonly lastLookMs: number | null;
  readonly onPaste: () => void;
  readonly onForgotten: () => void;
}

/** Which host is watched and how often, or which samples are looked at. */
export function HostBar({ watching, available, onWatch, namespaces, recordings, lastLookMs, onPaste, onForgotten }: HostBarProps) {
  const { t } = useTexts();
  const choice = useHostChoice();
  const id = useId();
  const timeOfDay = useTimeOfDay();
  const valid = targetOf(choice) !== null;
  return (
    <form
      className="host-bar"
      aria-label={t('host.view.bar')}
      onSubmit={(event) => {
        event.preventDefault();
        onWatch(!watching);
      }}
    >
      <HTMLSelect
        aria-label={t('host.view.where')}
        value={choice.where}
        options={[
          { value: 'local', label: t('host.view.local') },
          { value: 'ssh', label: t('host.view.ssh') },
        ]}
        onChange={(event) => useHostChoice.setState({ where: event.target.value === 'ssh' ? 'ssh' : 'local', netns: '', watching: false })}
      />
      {choice.where === 'ssh' && (
        <InputGroup
          size="small"
          aria-label={t('host.view.ssh')}
          placeholder={t('host.view.sshDestination')}
          value={choice.ssh}
          intent={valid || choice.ssh === '' ? 'none' : 'danger'}
          onChange={(event) => useHostChoice.setState({ ssh: event.target.value, watching: false })}
        />
      )}
      <InputGroup
        size="small"
        list={id}
        aria-label={t('host.view.netns')}
        placeholder={t('host.view.netns')}
        title={`${t('host.view.netns')}: ${choice.netns === '' ? t('host.view.noNetns') : choice.netns}`}
        value={choice.netns}
        onChange={(event) => useHostChoice.setState({ netns: event.target.value, watching: false })}
      />
      <datalist id={id}>{choice.where === 'local' && namespaces.map((name) => <option key={name} value={name} />)}</datalist>
      <HTMLSelect
        aria-label={t('host.view.interval')}
        title={t('host.view.interval')}
        value={choice.intervalMs}
        options={INTERVALS_MS.map((ms) => ({ value: ms, label: formatDuration(ms) }))}
        onChange={(event) => useHostChoice.setState({ intervalMs: Number(event.target.value) })}
      />
      <Button
        type="submit"
        size="small"
        intent={watching ? 'none' : 'primary'}
        disabled={!valid || !available}
        icon={watching ? <Pause size={14} /> : <Play size={14} />}
        text={t(watching ? 'host.view.stop' : 'host.view.start')}
      />
      <span className="host-bar-space muted number">{lastLookMs !== null && t('host.view.lastLook', { time: timeOfDay(lastLookMs) })}</span>
      <RecordingChoice recordings={recordings} onForgotten={onForgotten} />
      <Button size="small" icon={<Clipboard size={14} />} text={t('host.view.read')} onClick={onPaste} />
    </form>
  );
}

function RecordingChoice({ recordings, onForgotten }: Pick<HostBarProps, 'recordings' | 'onForgotten'>) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const recording = useHostChoice((choice) => choice.recording);
  const nameOf = (known: HostRecording): string => {
    const words = known.origin.kind === 'live' ? targetWords(known.origin.target) : null;
    const name = words === null && known.origin.kind === 'text' ? known.origin.name : words === null ? '' : t(words.key, words.data);
    return `${name} · ${t('host.view.status', { samples: known.samples })}${known.live ? ` · ${t('host.view.live')}` : ''}`;
  };
  const forget = (): void => {
    if (recording === null) return;
    useHostChoice.setState({ recording: null });
    dropHostSample(recording);
    void engine['host.forget']({ recording })
      .then(onForgotten, onForgotten)
      .then(() => refreshFindings({ engine }));
  };
  return (
    <>
      <HTMLSelect
        aria-label={t('host.view.samples')}
        value={recording ?? ''}
        disabled={recordings.length === 0}
        options={[
          { value: '', label: recordings.length === 0 ? t('host.view.nothingKept') : `${t('host.view.samples')}: ${t('host.view.live')}` },
          ...recordings.map((known) => ({ value: known.recording, label: nameOf(known) })),
        ]}
        onChange={(event) => {
          const chosen = event.target.value === '' ? null : Number(event.target.value);
          useHostChoice.setState({ recording: chosen, listener: null, watching: chosen === null });
        }}
      />
      <Button
        size="small"
        variant="minimal"
        icon={<Trash size={14} />}
        disabled={recording === null}
        aria-label={t('host.view.forget')}
        title={t('host.view.forget')}
        onClick={forget}
      />
    </>
  );
}
