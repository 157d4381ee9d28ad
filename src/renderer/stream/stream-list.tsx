import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTexts } from '../theme/use-texts';
import type { StreamLine } from './stream-lines';

const LINE_PX = 18;

interface StreamListProps {
  readonly lines: readonly StreamLine[];
  readonly onFrame: (frame: number) => void;
}

/** The lines of a stream, each in the colour and with the arrow of the end that sent it. */
export function StreamList({ lines, onFrame }: StreamListProps) {
  const { t } = useTexts();
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scrollRef.current, estimateSize: () => LINE_PX, overscan: 20 });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long streams are scrolled by keyboard.
    <section ref={scrollRef} className="stream-lines mono" aria-label={t('streams.follow.list')} tabIndex={0}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            <div key={index} className={`stream-line stream-${line.from}`} style={{ transform: `translateY(${start}px)` }}>
              <span className="stream-frame">
                {line.frame !== null && (
                  <button
                    type="button"
                    aria-label={t('streams.follow.frame', { frame: line.frame })}
                    title={t('streams.follow.frame', { frame: line.frame })}
                    onClick={() => onFrame(line.frame ?? 1)}
                  >
                    {line.frame}
                  </button>
                )}
              </span>
              <span className="stream-arrow" aria-hidden="true">
                {line.from === 'client' ? '→' : '←'}
              </span>
              {line.missing > 0 ? (
                <span className="stream-gap">{t('streams.missing', { count: line.missing })}</span>
              ) : (
                <span className="stream-text">{line.text}</span>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
