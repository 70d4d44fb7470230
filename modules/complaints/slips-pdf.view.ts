/** A sheet of slips to tear off, for people who read little: three languages, a number, empty boxes. */
import { encode } from 'uqr';
import type { CivilDate } from '../platform/shared/nights.rules';
import { typesetPdf } from '../platform/typeset/compile';
import { clean } from '../platform/typeset/text';
import { TOKENS } from '../platform/typeset/tokens';
import { translate } from '../platform/web/i18n';
import { iconSvg } from '../platform/web/icons';
import type { Contact } from './form-contacts.service';
import { inGroups } from './receipt-code.rules';
import { inEachLanguage } from '../platform/shared/in-each-language';

export const SLIPS_A_SHEET = 8;

export async function slipsPdf(
  slips: readonly string[],
  { address, phone }: Contact,
  { on, synthetic }: { on: CivilDate; synthetic: boolean },
): Promise<Buffer> {
  const [year, month, day] = on.split('-').map(Number);
  const words = (key: string) =>
    inEachLanguage((language) => clean(translate(language, `complaints:slip.${key}`)));
  const { bytes } = await typesetPdf(
    'complaint-slips',
    {
      title: translate('fr', 'complaints:slip.title'),
      date: { year, month, day },
      slips: slips.map(inGroups),
      address: clean(address.replace(/^https?:\/\//, '')),
      phone: clean(phone ?? ''),
      picture: qrCodePath(address),
      synthetic: synthetic ? translate('fr', 'complaints:slip.synthetic') : null,
      lead: words('lead'),
      keep: words('keep'),
      signs: Object.fromEntries(CHANNEL_ICONS.map((name) => [name, iconMarkup(name)])),
      tokens: TOKENS,
    },
    on,
  );
  return bytes;
}

/** For those who read no word of it. */
const CHANNEL_ICONS = ['phone', 'device-mobile', 'pencil', 'mail-opened'] as const;
const iconMarkup = (name: string): string =>
  iconSvg(name)
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll('currentColor', TOKENS.ink);

/** The address for a phone's camera, drawn here so that nobody is asked for it. */
function qrCodePath(address: string): string {
  const { data, size } = encode(address, { border: 2 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${dark.join('')}"/></svg>`;
}
