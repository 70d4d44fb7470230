import type { Language } from '../../platform/shared/actor';
import { suppressSmallCount } from '../../platform/shared/small-counts.rules';
import { formatNumber } from '../../platform/web/format';
import { recognitionWords } from '../recognition.words';
import { recognitionFigures } from './recognition.figures';
import type { RecognitionFigures } from './recognition.rules';
import { type TrainingFigureBlock, trainingWords } from '../../vocational-training';

const COUNTS = ['begun', 'full', 'partial', 'units'] as const;

/** Units are shown only where the counts of both kinds of certificates are. */
type SuppressedRecognitionFigures = { readonly [key in keyof RecognitionFigures]: number | null };

const suppressRecognitionFigures = ({
  begun,
  full,
  partial,
  units,
}: RecognitionFigures): SuppressedRecognitionFigures => ({
  begun: suppressSmallCount(begun),
  full: suppressSmallCount(full),
  partial: suppressSmallCount(partial),
  units: suppressSmallCount(full) === null || suppressSmallCount(partial) === null ? null : units,
});

export const RECOGNITION_BLOCK: TrainingFigureBlock<SuppressedRecognitionFigures> = {
  name: 'recognition',
  figures: async (tx, period) => suppressRecognitionFigures(await recognitionFigures(tx, period)),
  model: recognitionBars,
};

function recognitionBars(figures: SuppressedRecognitionFigures, language: Language) {
  const words = recognitionWords(language);
  const most = Math.max(1, ...COUNTS.map((key) => figures[key] ?? 0));
  return COUNTS.map((key) => ({
    label: words(`figures.${key}`),
    count:
      figures[key] !== null
        ? formatNumber(figures[key], language)
        : key === 'units'
          ? words('figures.not_told')
          : trainingWords(language)('figures.few'),
    width: Math.round((100 * (figures[key] ?? 0)) / most),
  }));
}
