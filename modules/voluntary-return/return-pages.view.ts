import { Injectable } from '@nestjs/common';
import { CaseTabs, filesIn } from '../beneficiaries';
import { settingOf } from '../plans';
import { inOrder, Lists, type OwnedListName } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { FormState } from '../platform/web/forms';
import { formatDate } from '../platform/web/format';
import { page, type PageView } from '../platform/web/page-response';
import { shareChoices } from './arrival-requests.service';
import { ReturnDeciders } from './deciders.service';
import type { ReturnForm } from './return-fields.form';
import { formsIn } from './return.form';
import type { Outcome } from './follow-up/follow-up.rules';
import { Outcomes } from './outcome/outcomes.service';
import { loadBands, type Edition, findEditionInForce } from './survey/survey.queries';
import { trackKindLabel, fileModel, trackModel } from './return.view';
import { ReadTracks, type Track, type TracksOfPerson } from './read-tracks.service';
import { isOver } from './track-states.rules';
import type { Choice } from '../platform/web/form-fields';
import { formPage } from '../platform/web/form-page.view';

/** Input of form builders: the track and the choices. */
export interface ReturnFormContext {
  readonly file: TracksOfPerson;
  /** Null where one is opened. */
  readonly track: Track;
  choices(name: OwnedListName): Promise<Choice[]>;
  setting(key: string, otherwise: number): Promise<number>;
  isAsChild(): Promise<boolean>;
  /** Finished determinations of the best interests of this person. */
  determinations(): Promise<Choice[]>;
  /** The questions and weights of the survey in force. */
  edition(): Promise<Edition>;
  /** Open shares with partners. */
  shares(): Promise<Choice[]>;
  /** Outcome that the definition proposes. */
  proposed(): Promise<Outcome | null>;
}
export type ReturnFormBuilder = (
  forms: ReturnType<typeof formsIn>,
  context: ReturnFormContext,
) => ReturnForm | Promise<ReturnForm>;

export interface TrackFormPath {
  /** The file. */
  readonly id: string;
  readonly trackId: string | null;
  /** Below the tracks of the person: "/<track>/counselling". */
  readonly path: string;
}

/** Pages of the year after, which are still written for a completed track. */
const FOLLOW_UP_PATH = /^\/[^/]+\/(follow-ups|surveys|satisfactions|outcomes)$/;

/** The pages of a person's return or reintegration. */
@Injectable()
export class ReturnPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadTracks,
    private readonly deciders: ReturnDeciders,
    private readonly tabs: CaseTabs,
    private readonly lists: Lists,
    private readonly outcomes: Outcomes,
  ) {}

  file(actor: Actor, language: Language, id: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.ofIn(tx, id);
      const tabs = await this.tabsIn(tx, language, id);
      return page('returns/file', { ...fileModel(actor, language, file), tabs });
    });
  }

  track(actor: Actor, language: Language, id: string, trackId: string): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.read.oneIn(tx, id, trackId);
      const tabs = await this.tabsIn(tx, language, id);
      const topics = await this.choicesIn(tx, 'return_topics', language);
      const formalities = await this.choicesIn(tx, 'exit_formalities', language);
      const bands = await loadBands(tx);
      const model = trackModel(actor, language, file, file.track, topics, formalities, bands);
      return page('returns/track', { ...model, tabs });
    });
  }

  /** One act on a page of its own; what was typed before is not lost. */
  form(
    actor: Actor,
    language: Language,
    { id, trackId, path }: TrackFormPath,
    build: ReturnFormBuilder,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = trackId
        ? await this.read.oneIn(tx, id, trackId)
        : { ...(await this.read.ofIn(tx, id)), track: undefined as never as Track };
      const closed =
        trackId &&
        isOver(file.track.state) &&
        !(file.track.state === 'completed' && FOLLOW_UP_PATH.test(path));
      if (!file.mayWrite || closed) throw notFound();
      const context: ReturnFormContext = {
        file,
        track: file.track,
        choices: (name) => this.choicesIn(tx, name, language),
        setting: (key, otherwise) => settingOf(tx, key, otherwise),
        isAsChild: () => this.deciders.isAsChild(tx, id),
        determinations: () => determinationChoices(tx, id, language),
        edition: () => findEditionInForce(tx),
        shares: () => shareChoices(tx, file.track.caseId),
        proposed: () => this.outcomes.proposed(tx, id, trackId!),
      };
      const built = await build(formsIn(language, tx.today), context);
      const title = `${built.title} · ${file.person.caseNumber}`;
      const about = trackId ? trackKindLabel(file.track, language) : null;
      const own = `/people/${id}/returns`;
      return formPage(
        'returns/form',
        { ...built, title, about, keptFor: tx.actor.userId },
        form,
        `${own}${path}`,
        trackId ? `${own}/${trackId}` : own,
      );
    });
  }

  private async choicesIn(tx: Tx, name: OwnedListName, language: Language): Promise<Choice[]> {
    const { items } = (await this.lists.inForce(tx, [name]))[name];
    return inOrder(items)
      .filter(({ retired }) => !retired)
      .map(({ code, labels }) => ({ value: code, label: labels[language] }));
  }

  private tabsIn(tx: Tx, language: Language, id: string) {
    return this.tabs.rowIn(tx, language, id, 'returns');
  }
}

async function determinationChoices(tx: Tx, caseId: string, language: Language): Promise<Choice[]> {
  const rows = await tx.query<{ id: string; at: Date; by: string }>(
    `SELECT a.id, a.about_at AS at, localized_name(u.name, u.names) AS by FROM assessments a JOIN forms f ON f.key = a.form_key
       JOIN users u ON u.id = a.signed_by
      WHERE a.case_id = ANY (${filesIn()}) AND a.state = 'finished' AND f.kind = 'best_interests' ORDER BY a.about_at DESC`,
    [caseId],
  );
  return rows.map(({ id, at, by }) => ({
    value: id,
    label: `${formatDate(at, language)} · ${by}`,
  }));
}
