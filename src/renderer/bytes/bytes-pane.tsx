import './bytes.css';
import { SegmentedControl } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { bitsOf, fieldAt } from '../dissection/field-tree';
import { useFieldSelection, useShownDissection } from '../dissection/use-dissection';
import { useTexts } from '../theme/use-texts';
import { HexView } from './hex-view';

const NO_BYTES = new Uint8Array(0);

/** Bytes of the selected packet, one tab a source (the frame, reassembled packets), with the bits of the selected field below. */
export function BytesPane() {
  const { t } = useTexts();
  const shown = useShownDissection();
  const { selected, hovered, select } = useFieldSelection();
  const [source, setSource] = useState(0);
  const lines = shown?.lines ?? [];
  const field = lines.find(({ path }) => path === selected)?.node ?? null;
  const hoveredField = lines.find(({ path }) => path === hovered)?.node ?? null;
  const fieldSource = field?.source;

  useEffect(() => {
    if (fieldSource !== undefined) setSource(fieldSource);
  }, [fieldSource]);

  const sources = shown?.dissection.sources ?? [];
  const number = source < sources.length ? source : 0;
  const bytes = sources[number]?.bytes ?? NO_BYTES;
  return (
    <div className="bytes-pane">
      {sources.length > 1 && (
        <SegmentedControl
          className="byte-tabs"
          small
          inline
          value={String(number)}
          onValueChange={(value) => setSource(Number(value))}
          options={sources.map(({ label, bytes: held }, index) => ({ value: String(index), label: `${label} (${held.length})` }))}
        />
      )}
      <HexView
        bytes={bytes}
        selected={field?.source === number ? field : null}
        hovered={hoveredField?.source === number ? hoveredField : null}
        onPick={(offset, again) => select(fieldAt(lines, number, offset, again ? selected : null))}
      />
      {field?.bits && (
        <fieldset className="bit-strip mono" aria-label={t('ui.bytes.bits')}>
          <span className="bit-name">{field.label}</span>
          {bitsOf(field, sources[field.source]?.bytes ?? bytes).map(({ index, own, set }) => (
            <button
              type="button"
              key={index}
              className={`bit${own ? ' bit-own' : ''}${index % 8 === 7 ? ' bit-last' : ''}`}
              aria-pressed={own}
              onClick={() => {
                const at = field.offset * 8 + index;
                const holder = lines.findLast(({ node }) => {
                  if (node.source !== field.source || !node.bits) return false;
                  const start = node.offset * 8 + node.bits.offset;
                  return at >= start && at < start + node.bits.count;
                });
                if (holder) select(holder);
              }}
            >
              {set ? '1' : '0'}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
