import type { KeepAliveCost } from '../../shared/contract/keep-alive-cost';
import { formatBytes, formatCount, numberFormat } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { Fact } from './fact';
import { PriceField, useMeteredPrice } from './metered-link';

interface CostCardProps {
  readonly cost: KeepAliveCost;
  /** Share of the connection's bytes. */
  readonly shareOfConnection: number;
}

/** What the probes of an end and their answers cost at the rate observed, and on a metered link. */
export function CostCard({ cost, shareOfConnection }: CostCardProps) {
  const { t, language } = useTexts();
  const priceText = useMeteredPrice();
  const shareText = (share: number): string =>
    t('cost.bytesShare', { share: numberFormat(language, { style: 'percent', maximumSignificantDigits: 2 }).format(share) });
  const rates = [
    { span: 'hour', packets: cost.packetsPerHour, bytes: cost.bytesPerHour },
    { span: 'day', packets: cost.packetsPerDay, bytes: cost.bytesPerDay },
    { span: 'month', packets: cost.packetsPerMonth, bytes: cost.bytesPerMonth },
  ] as const;
  return (
    <>
      <h4>{t('cost.title')}</h4>
      <dl>
        {rates.map(({ span, packets, bytes }) => (
          <Fact key={span} name={t(`cost.per.${span}`)}>
            {packets === null || bytes === null ? (
              <span className="muted">{t('cost.noRate')}</span>
            ) : (
              <span className="number">
                {t('cost.packetsAndBytes', { count: packets, packets: formatCount(packets, language), bytes: formatBytes(bytes, language) })}
                {priceText(bytes) !== null && <strong> {priceText(bytes)}</strong>}
              </span>
            )}
          </Fact>
        ))}
        <Fact name={t('cost.ofConnection')}>
          <span className="number">{shareText(shareOfConnection)}</span>
        </Fact>
        <Fact name={t('cost.ofTraffic')}>
          <span className="number">{shareText(cost.shareOfTraffic)}</span>
        </Fact>
      </dl>
      <PriceField />
    </>
  );
}
