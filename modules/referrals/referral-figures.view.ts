/** The figures as drawn: of each kind of partner one bar of what became of what was sent. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { quarterLinks, quarterName } from '../platform/web/quarter-links';
import type { ReferralCounts } from './referral.figures';
import type { FiguresOfQuarter } from './referral-figures.service';

const PARTS = ['accepted', 'declined', 'expired', 'revoked', 'waiting'] as const;

/** Pieces of one bar a hundred wide, in their order. */
function pieces(counts: ReferralCounts, language: Language) {
  let at = 0;
  return PARTS.filter((part) => counts[part] > 0).map((part) => {
    const wide = (100 * counts[part]) / counts.sent;
    const piece = { part, at, wide, count: counts[part] };
    at += wide;
    return { ...piece, label: translate(language, `referrals:figures.${part}`) };
  });
}

export function figuresModel({ today, quarter, figures }: FiguresOfQuarter, language: Language) {
  const words = (key: string, params: object = {}) =>
    translate(language, `referrals:figures.${key}`, { ...params });
  const { sent, answered, inTime } = figures;
  const share = answered === 0 ? null : Math.round((100 * inTime) / answered);
  return {
    title: `${quarterName(quarter, language)} · ${sent === 0 ? words('none') : words('title', { count: sent })}`,
    quarters: quarterLinks(today, quarter, '/referrals/figures', language),
    figures,
    inTime: share,
    bars: figures.byPartnerType.map((row) => ({
      ...row,
      name: row.partnerType
        ? translate(language, `organisations:type.${row.partnerType}`)
        : words('no_type'),
      pieces: pieces(row, language),
    })),
    legend: PARTS.map((part) => ({ part, label: words(part) })),
  };
}
