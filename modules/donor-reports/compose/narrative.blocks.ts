/** Texts of the authors and fixed texts of the definition. */
import type { Block } from '../../report-documents';
import type {
  ChoiceDefinition,
  NarrativeDefinition,
  NoteDefinition,
} from '../report-definition.types';
import type { Composer } from './composer';

export function narrative(to: Composer, { key, title, heading }: NarrativeDefinition): Block[] {
  const paragraphs = paragraphsOf(to.narratives[key] ?? '');
  if (paragraphs.length === 0) return [];
  const text = { kind: 'narrative', key: `narrative-${key}`, paragraphs } as const;
  if (!heading) return [text];
  return [{ kind: 'heading', key: `about-${key}`, level: 2, text: to.words(title) }, text];
}

export function choice(to: Composer, { key, title, options }: ChoiceDefinition): Block[] {
  const chosen = options.find(({ code }) => code === (to.narratives[key] ?? '').trim());
  if (!chosen) return [];
  return [
    {
      kind: 'narrative',
      key: `choice-${key}`,
      title: to.words(title),
      paragraphs: [to.words(chosen.label)],
    },
  ];
}

export const note = (to: Composer, { key, text }: NoteDefinition): Block[] => [
  { kind: 'narrative', key: `note-${key}`, paragraphs: paragraphsOf(to.words(text)) },
];

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\r?\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
