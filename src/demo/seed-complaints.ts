import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import {
  PublicComplaintForm,
  ChannelContacts,
  ComplaintConversations,
  ComplaintTriage,
  ComplaintHandling,
  ComplaintSlips,
  ReadComplaints,
  type NewComplaint,
} from '../../modules/complaints';
import type { SettableClock } from '../../modules/platform/shared/clock';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

const NOTHING: NewComplaint = {
  text: null,
  kind: null,
  about: null,
  child: null,
  region: null,
  contact: null,
  paper: null,
  ticket: null,
  language: 'fr',
};

/** Of the quarter that is over: enough that its figures show more than hidden numbers. All invented. */
const times = (count: number, kind: string, region: string, text: string) =>
  Array.from({ length: count }, () => ({ kind, region, text }));
const PAST = [
  ...times(7, 'quality', '04', 'La douche est froide depuis une semaine. (inventé)'),
  ...times(6, 'discrimination', '06', 'On me parle mal, je suis étrangère. (inventé)'),
  ...times(2, 'theft', '07', 'Mon téléphone a disparu de ma chambre. (inventé)'),
];

/** What people said by the channel, and how far it was followed; one sheet of slips printed. */
export async function seedComplaints(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  at: { now: Date; quarterFrom: CivilDate; out: string },
): Promise<void> {
  const [khadija, mehdi] = [await programme.actor('khadija'), await programme.actor('mehdi')];
  const voices = new ComplaintSeeder(app, clock, khadija);
  for (const [n, said] of PAST.entries()) {
    clock.set(`${addDays(at.quarterFrom, 3 + 5 * n)}T18:20:00Z`);
    const { id, code } = await voices.say(said);
    await voices.settle(id, code);
    await voices.lookAgain(id, at.now);
  }
  const ago = (hours: number) => clock.set(new Date(at.now.getTime() - hours * 3_600_000));

  ago(9 * 24);
  const contacts = app.get(ChannelContacts);
  const proposal = { address: 'mawa.example/mot', phone: '05 37 00 00 00' };
  await contacts.approve(mehdi, (await contacts.propose(khadija, proposal)).id);
  const shelterId = programme.shelters.get('Maison Argane')!;
  const { pdf } = await app.get(ComplaintSlips).print(khadija, { sheets: 1, shelterId });
  writeFileSync(join(at.out, 'mawa-slips.pdf'), pdf);

  ago(6 * 24);
  const kept = await voices.say({
    kind: 'confidentiality',
    about: 'manager',
    language: 'ar',
    region: '04',
    text: 'المديرة حكت للأخريات ما قلته لها سراً. لا أريد أن تعرف أنني اشتكيت. (كلام مختلق)',
  });
  ago(5 * 24);
  const following = app.get(ComplaintHandling);
  await following.step(khadija, kept.id, 'acknowledged');
  const samira = await programme.actor('samira');
  await app.get(ComplaintTriage).accuse(khadija, kept.id, { what: 'user', userId: samira.userId });
  const text = 'شكراً لثقتك. لن تعرف أنك كتبت إلينا. نتحقق مما حدث.';
  await following.answer(khadija, kept.id, { text, final: false });
  await following.step(khadija, kept.id, 'under_investigation');

  ago(20);
  await voices.say({
    kind: 'violence',
    child: true,
    about: 'resident',
    region: '06',
    text: 'Un homme du dortoir frappe mon fils quand personne ne regarde. (inventé)',
    contact: 'Le soir après 20 h, dites que c’est la pharmacie. (inventé)',
  });
  ago(3);
  await app
    .get(PublicComplaintForm)
    .take(mehdi, {
      ...NOTHING,
      kind: 'theft',
      region: '07',
      text: 'Appel : quelqu’un lui demande de l’argent pour garder son lit. (inventé)',
    });
  clock.set(at.now);
}

/** Somebody who says something, and the focal point who answers. */
class ComplaintSeeder {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly clock: SettableClock,
    private readonly khadija: Actor,
  ) {}

  async say(said: Partial<NewComplaint>): Promise<{ id: string; code: string }> {
    const before = await this.ids();
    const { code } = await this.app
      .get(PublicComplaintForm)
      .write({ ...NOTHING, ...said }, 'demonstration');
    const id = (await this.ids()).find((one) => !before.includes(one))!;
    return { id, code };
  }

  async settle(id: string, code: string): Promise<void> {
    const following = this.app.get(ComplaintHandling);
    this.clock.advance(20 * 3_600_000);
    await following.step(this.khadija, id, 'acknowledged');
    this.clock.advance(6 * 86_400_000);
    const text = 'Merci de l’avoir dit. C’est réparé, et nous regarderons que cela dure.';
    await following.answer(this.khadija, id, { text, final: true });
    this.clock.advance(86_400_000);
    await this.app.get(ComplaintConversations).opinion(code, true, 'demonstration');
    await following.step(this.khadija, id, 'closed', 'satisfied');
  }

  /** Two weeks later whether anybody makes them pay for it, where that day has come. */
  async lookAgain(id: string, now: Date): Promise<void> {
    this.clock.advance(14 * 86_400_000);
    if (this.clock.now() >= now) return;
    await this.app.get(ComplaintHandling).check(this.khadija, id, { finding: 'none', text: null });
  }

  private async ids(): Promise<string[]> {
    const { complaints } = await this.app
      .get(ReadComplaints)
      .list(this.khadija, { closed: false, page: 1 });
    return complaints.map(({ id }) => id);
  }
}
