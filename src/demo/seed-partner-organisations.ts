/** A list of partners that came as a file, as the administrator brought it in. */
import type { INestApplicationContext } from '@nestjs/common';
import { ImportOnce } from '../../modules/imports';
import type { SeededProgramme } from './seed-programme';

const PARTNERS = `Code;Nom;Rôle;Type de partenaire;Région;Nom en arabe
ATELIER-DEMO;Atelier Tissage (inventé);Partenaire;training;06;ورشة النسيج (مختلقة)
DISPENSAIRE-DEMO;Dispensaire du Palmier (inventé);Partenaire;health;07;مستوصف النخيل (مختلق)
`;

export async function seedPartnerOrganisations(
  app: INestApplicationContext,
  { actor }: SeededProgramme,
): Promise<void> {
  const { errors } = await app
    .get(ImportOnce)
    .run(await actor('amal'), 'organisations', Buffer.from(PARTNERS));
  if (errors[0]) throw new Error(`the list of partners: ${errors[0].sentence}`);
}
