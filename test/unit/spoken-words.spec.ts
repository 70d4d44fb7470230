/** Words that users stumbled over stay out of the pages: docs/usability.md. Each language has the words it speaks instead. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../modules/platform/config/root';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';

const INSTEAD: Readonly<Record<Language, readonly (readonly [word: RegExp, instead: string])[]>> = {
  fr: [
    [/une pression ouvre/i, 'un clic'],
    [/\bcongé\b/i, 'absence autorisée'],
    [/\bmots de passage\b/i, 'cahier de liaison'],
    [/\blire où\b/i, 'prendre connaissance du lieu d’hébergement'],
    [/\bseule à seule\b/i, 'en tête-à-tête'],
    [/\bdire la suite\b/i, 'noter le résultat'],
    [/^plus maintenant$/i, 'n’intervient plus'],
    [/scellé sous la clé/i, 'confidentiel, chiffré'],
    [/^jusqu’ici$/i, 'historique'],
    [/vous en répondez à partir de là/i, 'vous en devenez responsable'],
    [/^ce qui vaut aujourd’hui$/i, 'consentements en cours'],
    [/interprète de métier/i, 'interprète professionnel·le'],
    [/langage facile/i, 'langue simplifiée'],
    [/prendre des nouvelles/i, 'suivi'],
    [/papiers à détacher/i, 'coupons à découper'],
    [/où vous pouvez placer/i, 'dans vos maisons'],
    [/appels? malveillants?/i, 'appel fantaisiste'],
    [/^elles sont arrivées$/i, 'noter l’arrivée'],
    [/\bréinsertion\b/i, 'réintégration'],
    [/\bfoyers?\b/i, 'maison ou hébergement'],
    [/ouvertures? d’urgence/i, 'accès d’urgence'],
    [/liste de cas\b/i, 'liste de personnes'],
    [/couper le budget/i, 'présenter le budget'],
    [/personne jointe/i, 'jointe'],
  ],
  ar: [
    [/في إجازة/u, 'غياب مرخَّص به'],
    [/كلمات التسليم/u, 'مذكرات التسليم'],
    [/الأقاليم الجنوبية الفرنسية/u, '–'],
    [/الإحالات/u, 'التوجيهات'],
    [/فتوحات/u, 'ملفات فُتحت استعجالا'],
    [/المتكفَّل بهم/u, 'الأشخاص المواكَبون'],
    [/المتتبَّع/u, 'أشخاص جرى تتبع وضعهم'],
    [/الشخص المرافَق/u, 'الشخص المواكَب'],
    [/اعترافات جارية/u, 'مساطر الاعتراف الجارية'],
    [/المآوي/u, 'المراكز'],
    [
      /(?<!\p{L})[وف]?(?:[بك]?ال|لل|[بلك])?(?:دار|دارا|دارين|داران|ديار)(?:ه|ها|هم|كم|نا)?(?!\p{L}| البيضاء)/u,
      'مركز الإيواء، المركز',
    ],
    [/(?:كل|أرقام|إحدى) الدور|الدور التي تعملون/u, 'المراكز'],
  ],
  en: [
    [/presses today/i, 'is urgent today'],
    [/\bgiven out\b/i, 'issued'],
    [/\brules?\b[^.]*\bset aside\b/i, 'exception to a rule'],
    [/a group at once/i, 'place a group'],
    [/ask how they are/i, 'follow-up'],
    [/\bhotline\b/i, 'helpline'],
    [/counts no more/i, 'no longer counts'],
    [/cut the budget/i, 'break down the budget'],
    [/^money told/i, 'money published'],
  ],
};

const sentencesIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((one) => sentencesIn(one));
  return [];
};

describe('the words of pages', () => {
  it.each(LANGUAGES)('are those that people speak in %s', (language) => {
    const folder = join(ROOT, 'templates', 'locales', language);
    const sentences = readdirSync(folder).flatMap((file) =>
      sentencesIn(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    );
    expect(sentences.length).toBeGreaterThan(5_000);
    const found = INSTEAD[language].flatMap(([word, instead]) =>
      sentences.filter((text) => word.test(text)).map((text) => `“${text}”: write ${instead}`),
    );
    expect(found).toEqual([]);
  });
});
