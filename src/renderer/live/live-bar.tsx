import './live.css';
import { Button, Menu, MenuItem, Switch } from '@blueprintjs/core';
import { CaretDown, FloppyDisk, Pause, Play, Record, Repeat, Stop } from '@blueprintjs/icons';
import { recordingBeside } from '../../shared/contract/host-lines';
import { Popup } from '../app/popup';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useFilter } from '../filter-bar/filter-state';
import { formatBytes, formatCount, formatDuration } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { LiveFindingList } from './live-finding-list';
import { type LiveView, useLivePreferences, useLiveStore } from './live-store';
import { ThresholdFields } from './threshold-fields';
import { useLiveCapture } from './use-live-capture';

/** How the live capture that is shown goes, and what can be done with it; nothing for a capture that is none. */
export function LiveBar() {
  const capture = useWorkbench((state) => state.capture);
  const view = useLiveStore(({ views }) => (capture === null ? undefined : views.get(capture)));
  if (capture === null || view === undefined) return null;
  return <Bar capture={capture} view={view} />;
}

function Bar({ capture, view }: { readonly capture: number; readonly view: LiveView }) {
  const { t } = useTexts();
  const { state } = view;
  const { start, stop } = useLiveCapture();
  const running = state.phase === 'starting' || state.phase === 'recording';
  return (
    <section className="live-bar number" aria-label={t('live.bar.label', { interface: state.interface })}>
      <span className={`live-phase phase-${state.phase}`} role="status">
        <Record size={12} />
        {t(`live.bar.phase.${state.phase}`)}
      </span>
      <Counters view={view} />
      <span className="toolbar-space" />
      <FindingsButton capture={capture} view={view} />
      {running && <FollowButton capture={capture} view={view} />}
      {running ? (
        <Button size="small" icon={<Stop size={14} />} text={t('live.bar.stop')} onClick={() => void stop(capture)} />
      ) : (
        <>
          {view.options !== null && (
            <Button
              size="small"
              icon={<Repeat size={14} />}
              text={t('live.bar.restart')}
              onClick={() => view.options !== null && void start(view.options)}
            />
          )}
          <SaveButton capture={capture} view={view} />
        </>
      )}
      {state.end !== null && state.end.code !== 'stopped' && (
        <p className="live-end" role="alert">
          {t(`live.end.${state.end.code}`, { detail: state.end.detail, interface: state.interface })}
        </p>
      )}
    </section>
  );
}

function Counters({ view }: { readonly view: LiveView }) {
  const { t, language } = useTexts();
  const { state, rate } = view;
  const { counters } = state;
  const dropped = counters.droppedByKernel;
  return (
    <>
      <span className="mono">
        {state.host === null ? '' : `${state.host}: `}
        {state.interface} ({state.source})
      </span>
      {!state.kernelTimes && <span title={t('live.bar.arrivalTitle')}>{t('live.bar.arrival')}</span>}
      <span>{formatDuration(Math.floor(state.elapsedMs / 1000) * 1000)}</span>
      <span>{t('live.bar.received', { packets: formatCount(counters.received, language) })}</span>
      {state.phase === 'recording' && <span>{t('live.bar.rate', { rate: formatCount(Math.round(rate), language) })}</span>}
      <span>{formatBytes(counters.bytes, language)}</span>
      <span>{dropped === null ? t('live.bar.droppedUnknown') : t('live.bar.dropped', { dropped: formatCount(dropped, language) })}</span>
      <span>{t('live.bar.droppedByUs', { dropped: formatCount(counters.received - counters.written, language) })}</span>
      {counters.backlogPackets > 0 && (
        <span>
          {t('live.bar.backlog', { packets: formatCount(counters.backlogPackets, language), ms: formatDuration(Math.round(counters.backlogMs)) })}
        </span>
      )}
      {counters.clockSteps > 0 && <span className="live-warning">{t('live.clockSteps', { count: counters.clockSteps })}</span>}
      {state.unsaved && state.phase === 'ended' && <span className="live-warning">{t('live.bar.unsaved')}</span>}
    </>
  );
}

function FollowButton({ capture, view }: { readonly capture: number; readonly view: LiveView }) {
  const { t } = useTexts();
  const toggle = (): void => {
    const { held } = view;
    useLiveStore.getState().setStanding(capture, !view.standing);
    if (view.standing && held !== null) useWorkbench.getState().setProgress(held);
  };
  return (
    <Button
      size="small"
      title={t('live.bar.followTitle')}
      active={view.standing}
      aria-pressed={!view.standing}
      icon={view.standing ? <Play size={14} /> : <Pause size={14} />}
      text={t(view.standing ? 'live.bar.follow' : 'live.bar.stand')}
      onClick={toggle}
    />
  );
}

function FindingsButton({ capture, view }: { readonly capture: number; readonly view: LiveView }) {
  const { t } = useTexts();
  const { setThresholds } = useLiveCapture();
  const notify = useLivePreferences((preferences) => preferences.notify);
  const setNotify = useLivePreferences((preferences) => preferences.setNotify);
  const open = view.findings.filter(({ resolved }) => !resolved).length;
  const choose = async (wanted: boolean): Promise<void> => {
    const allowed = wanted && typeof Notification !== 'undefined' && (await Notification.requestPermission()) === 'granted';
    setNotify(allowed);
  };
  const content = (
    <div className="live-findings">
      <LiveFindingList findings={view.findings} />
      {view.state.phase !== 'ended' && <ThresholdFields onChange={(thresholds) => void setThresholds(capture, thresholds)} />}
      <Switch checked={notify} label={t('live.bar.notify')} onChange={(event) => void choose(event.currentTarget.checked)} />
    </div>
  );
  return (
    <Popup content={content} placement="bottom-end">
      <Button size="small" intent={open > 0 ? 'warning' : 'none'} endIcon={<CaretDown size={14} />} text={t('live.bar.findings', { count: open })} />
    </Popup>
  );
}

function SaveButton({ capture, view }: { readonly capture: number; readonly view: LiveView }) {
  const { t } = useTexts();
  const { save, saveSamples } = useLiveCapture();
  const range = useWorkbench((state) => state.range);
  const hasConnection = useWorkbench((state) => state.evidence.kind === 'connection');
  const filter = useFilter((state) => state.applied);
  const packets = useCurrentCapture()?.packets ?? 0;
  const sampled = useQuery(`samples beside ${capture}`, ({ engine }) => recordingBeside(engine, view.state));
  const name = `${view.state.interface}-${new Date(view.state.startedMs).toISOString().slice(0, 19)}`;
  const all = { capture, name, fromMs: null, toMs: null, connection: null, filter: null };
  const menu = (
    <Menu>
      <MenuItem text={t('live.bar.saveWhole')} onClick={() => void save({ ...all, format: 'pcapng' })} />
      <MenuItem text={t('live.bar.saveWholePcap')} onClick={() => void save({ ...all, format: 'pcap' })} />
      <MenuItem
        text={t('live.bar.saveRange')}
        disabled={range === null}
        onClick={() => range !== null && void save({ ...all, format: 'pcapng', fromMs: range.fromMs, toMs: range.toMs })}
      />
      <MenuItem
        text={t('live.bar.saveConnection')}
        disabled={!hasConnection}
        onClick={() => {
          const { evidence } = useWorkbench.getState();
          if (evidence.kind === 'connection') void save({ ...all, format: 'pcapng', connection: evidence.connection });
        }}
      />
      <MenuItem text={t('live.bar.saveFiltered')} disabled={!filter} onClick={() => void save({ ...all, format: 'pcapng', filter })} />
      <MenuItem
        text={t('live.bar.saveSamples')}
        disabled={sampled.value === null}
        onClick={() => sampled.value !== null && void saveSamples(sampled.value, name)}
      />
    </Menu>
  );
  return (
    <Popup content={menu} placement="bottom-end" minimal disabled={packets === 0}>
      <Button
        size="small"
        intent={view.state.unsaved ? 'primary' : 'none'}
        disabled={packets === 0}
        icon={<FloppyDisk size={14} />}
        endIcon={<CaretDown size={14} />}
        text={t('live.bar.save')}
      />
    </Popup>
  );
}
