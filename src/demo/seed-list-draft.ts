import type { INestApplicationContext } from '@nestjs/common';
import { ListDrafts, Lists } from '../../modules/reference-lists';
import type { SeededProgramme } from './seed-programme';

/** A version of the list of motives that waits for another of the commission to approve it. */
export async function seedListDraft(
  app: INestApplicationContext,
  programme: SeededProgramme,
): Promise<void> {
  const meryem = await programme.actor('meryem');
  const drafts = app.get(ListDrafts);
  const { current } = await app.get(Lists).one(meryem, 'motives');
  await drafts.start(meryem, 'motives');
  await drafts.add(meryem, 'motives', {
    revision: 1,
    code: 'free_labour',
    fr: 'Main-d’œuvre gratuite',
    ar: 'يد عاملة مجانية',
    en: 'Free labour',
  });
  await drafts.describe(meryem, 'motives', {
    revision: 2,
    source: current.source,
    licence: current.licence,
    note: 'Demandé par les inspections du travail : distinguer le gain de la main-d’œuvre (inventé).',
  });
}
