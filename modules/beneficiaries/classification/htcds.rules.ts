/** One person as values of HTCDS 2.0 fields, by the crosswalk. */
import type { CtdcLine } from './ctdc.rules';
import { type ClassificationQuestion, QUESTIONS } from './classification.rules';

/** Two questions choose from one list, and only their own field of it is meant. */
const NOT_FOR: Partial<Record<ClassificationQuestion, string>> = {
  recruitmentPlatforms: 'vic_ExploitationWebsitesAndApps',
  exploitationPlatforms: 'vic_RecruitmentWebsitesAndApps',
};

export interface HtcdsFacts {
  readonly answers: Readonly<Record<ClassificationQuestion, readonly string[]>>;
  /** Other codes by their list: purposes, sexes, stages, deciders. */
  readonly codes: readonly { readonly list: string; readonly code: string }[];
  readonly nationality: string | null;
  readonly ageBegan: number | null;
}

export function htcdsValuesOf(
  { answers, codes, nationality, ageBegan }: HtcdsFacts,
  crosswalk: readonly CtdcLine[],
): Record<string, string[]> {
  const values = new Map<string, Set<string>>();
  const add = (field: string, value: string) =>
    values.set(field, (values.get(field) ?? new Set()).add(value));
  const walk = (list: string, code: string, except?: string): void => {
    for (const line of crosswalk) {
      if (line.list === list && line.code === code && line.field !== except) {
        add(line.field, line.value);
      }
    }
  };
  for (const { list, code } of codes) walk(list, code);
  for (const [question, list] of Object.entries(QUESTIONS) as [ClassificationQuestion, string][]) {
    for (const code of answers[question]) walk(list, code, NOT_FOR[question]);
  }
  if (nationality) add('prs_Citizenship', nationality);
  if (ageBegan !== null) add('vic_AgeWhenTrafficked', String(ageBegan));
  return Object.fromEntries([...values].map(([field, own]) => [field, [...own]]));
}
