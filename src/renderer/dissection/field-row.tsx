import { ChevronDown, ChevronRight, WarningSign } from '@blueprintjs/icons';
import type { FieldNode } from '../../shared/contract/dissection';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { bitPattern, bitsOf, type FieldLine } from './field-tree';

interface FieldRowProps {
  readonly line: FieldLine;
  readonly open: boolean;
  readonly selected: boolean;
  /** Bytes of the field's source. */
  readonly bytes: Uint8Array;
  /** True when the text that the packet was read from does not tell this field. */
  readonly absent: boolean;
  readonly onToggle: () => void;
}

/** One line of the tree; the explanation of the selected one stands below it. */
export function FieldRow({ line, open, selected, bytes, absent, onToggle }: FieldRowProps) {
  const { t } = useTexts();
  const { node, depth } = line;
  const bits = bitPattern(bitsOf(node, bytes));
  const indent = { paddingLeft: 4 + depth * 14 };
  const value = node.generated ? `[${node.text}]` : withoutLabel(node);
  return (
    <>
      <div className={`field-line${depth === 0 ? ' field-protocol' : ''}`} style={indent}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the tree handles the arrow keys. */}
        <span className="field-chevron" onClick={onToggle}>
          {node.children.length > 0 && (open ? <ChevronDown size={12} /> : <ChevronRight size={12} />)}
        </span>
        {node.issue && <WarningSign size={12} className="issue-mark" />}
        {bits && <span className="field-bits mono">{bits}</span>}
        <span className="field-label">{node.label}</span>
        {node.frame !== undefined && <FrameLink frame={node.frame} text={value} />}
        {node.frame === undefined && value && value !== '[]' && (
          <span className={`field-value mono${absent ? ' inferred' : ''}`}>{absent ? `~ ${value}` : value}</span>
        )}
      </div>
      {selected && (node.explanation || node.issue || absent) && (
        <div className="field-explanation" style={{ marginLeft: 20 + depth * 14 }}>
          {node.explanation && <p>{t(`explain.${node.explanation.code}`, node.explanation.data)}</p>}
          {node.issue && <p className="issue-text">{t(`ui.dissection.${node.issue.kind}`, { ...node.issue })}</p>}
          {absent && <p>{t('ui.dissection.absent')}</p>}
        </div>
      )}
    </>
  );
}

/** Leads to another frame that the field speaks of. */
function FrameLink({ frame, text }: { readonly frame: number; readonly text: string }) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      tabIndex={-1}
      className="frame-link mono"
      title={t('streams.follow.frame', { frame })}
      onClick={() => useWorkbench.getState().selectFrame(frame)}
    >
      {text}
    </button>
  );
}

/** The text of a protocol's line begins with its title, which stands there already. */
function withoutLabel({ label, text }: FieldNode): string {
  return text.startsWith(label) ? text.slice(label.length).replace(/^[,:]?\s+/, '') : text;
}
