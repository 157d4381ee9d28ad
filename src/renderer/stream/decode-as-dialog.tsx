import { Button, Checkbox, DialogBody, DialogFooter, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import type { DecodeAs, DecodeAsRule } from '../../shared/contract/decode-as';
import type { Texts } from '../../shared/locales/texts';
import { ErrorState } from '../app/error-state';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { useQuery } from '../connection/use-query';
import { useTexts } from '../theme/use-texts';
import type { PacketEnds } from './packet-ends';
import { useStreamDialogs } from './stream-state';

type Target = Pick<DecodeAsRule, 'selector' | 'value'>;

const keyOf = ({ selector, value }: Target): string => `${selector}==${value}`;

/** Gives a port or connection of the chosen packet to a protocol. */
export function DecodeAsDialog({ ends }: { readonly ends: PacketEnds }) {
  const { t } = useTexts();
  const isOpen = useStreamDialogs((state) => state.isDecodeAsOpen);
  const capture = useWorkbench((state) => state.capture);
  const { openDecodeAs } = useStreamDialogs.getState();
  return (
    <Modal isOpen={isOpen && capture !== null} onClose={() => openDecodeAs(false)} title={t('streams.decodeAs.title')}>
      {isOpen && capture !== null && <DecodeAsForm capture={capture} ends={ends} />}
    </Modal>
  );
}

function targetsOf({ tcpPorts, udpPorts, connection }: PacketEnds): Target[] {
  return [
    ...tcpPorts.map((value) => ({ selector: 'tcp.port' as const, value })),
    ...udpPorts.map((value) => ({ selector: 'udp.port' as const, value })),
    ...(connection === null ? [] : [{ selector: 'tcp.stream' as const, value: connection }]),
  ];
}

function targetName({ selector, value }: Target, t: Texts['t']): string {
  if (selector === 'tcp.stream') return t('streams.decodeAs.connection', { connection: value });
  return t(selector === 'tcp.port' ? 'streams.decodeAs.port' : 'streams.decodeAs.udpPort', { port: value });
}

function DecodeAsForm({ capture, ends }: { readonly capture: number; readonly ends: PacketEnds }) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const [attempt, setAttempt] = useState(0);
  const { value, error, reload } = useQuery(`decode as ${capture}`, ({ engine }, signal) => engine['decodeAs.read']({ capture }, signal), attempt);
  const targets = targetsOf(ends);
  const [target, setTarget] = useState(targets[0] ? keyOf(targets[0]) : '');
  const [protocol, setProtocol] = useState('');
  const { openDecodeAs, rulesChanged } = useStreamDialogs.getState();
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (!value) return null;

  const set = async (next: DecodeAs): Promise<void> => {
    try {
      await engine['decodeAs.set']({ capture, ...next });
      rulesChanged();
      setAttempt((count) => count + 1);
    } catch (thrown) {
      useWorkbench.getState().notify(toAppError(thrown));
    }
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const chosen = targets.find((one) => keyOf(one) === target);
    if (!chosen) return;
    const others = value.rules.filter((rule) => keyOf(rule) !== target);
    await set({ heuristics: value.heuristics, rules: protocol === '' ? others : [...others, { ...chosen, protocol }] });
    openDecodeAs(false);
  };
  const titles = new Map(value.protocols.map(({ id, title }) => [id, title]));
  const protocols = [...value.protocols].sort((a, b) => a.title.localeCompare(b.title)).map(({ id, title }) => ({ value: id, label: title }));

  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogBody>
        {targets.length === 0 ? (
          <p>{t('streams.decodeAs.noPort')}</p>
        ) : (
          <>
            <FormGroup label={t('streams.decodeAs.what')} labelFor="decode-as-what">
              <HTMLSelect
                id="decode-as-what"
                fill
                value={target}
                onChange={({ currentTarget }) => setTarget(currentTarget.value)}
                options={targets.map((one) => ({ value: keyOf(one), label: targetName(one, t) }))}
              />
            </FormGroup>
            <FormGroup label={t('streams.decodeAs.as')} labelFor="decode-as-protocol">
              <HTMLSelect
                id="decode-as-protocol"
                fill
                value={protocol}
                onChange={({ currentTarget }) => setProtocol(currentTarget.value)}
                options={[{ value: '', label: t('streams.decodeAs.none') }, ...protocols]}
              />
            </FormGroup>
          </>
        )}
        <Checkbox
          checked={value.heuristics}
          label={t('streams.decodeAs.heuristics')}
          onChange={({ currentTarget }) => void set({ rules: value.rules, heuristics: currentTarget.checked })}
        />
        {value.rules.length > 0 && (
          <section aria-label={t('streams.decodeAs.rules')}>
            <h6>{t('streams.decodeAs.rules')}</h6>
            {value.rules.map((rule) => (
              <div key={keyOf(rule)} className="decode-as-rule">
                <span>
                  {targetName(rule, t)}: {titles.get(rule.protocol) ?? rule.protocol}
                </span>
                <Button
                  minimal
                  small
                  text={t('streams.decodeAs.remove')}
                  onClick={() => void set({ heuristics: value.heuristics, rules: value.rules.filter((other) => other !== rule) })}
                />
              </div>
            ))}
          </section>
        )}
      </DialogBody>
      <DialogFooter actions={<Button type="submit" intent="primary" disabled={targets.length === 0} text={t('streams.decodeAs.apply')} />} />
    </form>
  );
}
