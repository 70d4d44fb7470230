import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RoleEndings } from '../access';
import { ListedNames } from '../beneficiaries';
import { DecisionSources, HomePanels } from '../home';
import { type Actor, nameOfActor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { formatDayOfMonth, formatWeekdayLetter } from '../platform/web/format';
import { entriesFor } from '../platform/web/navigation';
import { page, type PageView } from '../platform/web/page-response';
import { checklistPanel, SetupChecklist } from '../setup';
import { casesOf, OfficerDay } from './day.service';
import { daySections } from './day.view';
import { TaskKinds } from './task-kinds.service';

const HAVE_A_DAY = [
  'reintegration_officer',
  'shelter_manager',
  'case_supervisor',
  'legal_officer',
] as const;
const HEIGHT = 48;

/** The first page: what waits, by the panels of the role; the day of those who accompany people; what they can do. */
@ApiExcludeController()
@Controller()
export class HomePagesController {
  constructor(
    private readonly day: OfficerDay,
    private readonly kinds: TaskKinds,
    private readonly setup: SetupChecklist,
    private readonly endings: RoleEndings,
    private readonly names: ListedNames,
    private readonly panels: HomePanels,
  ) {}

  @Allow('home:see')
  @Get()
  async home(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const entries = entriesFor(actor, '/').filter(({ key }) => key !== 'home');
    const { language } = mawa;
    const name = nameOfActor(actor, language);
    const setup = checklistPanel(await this.setup.openFor(actor), actor, language);
    const endingRoles = await this.endings.soonOf(actor);
    const panels = await this.panels.of(actor, language);
    if (!HAVE_A_DAY.some((role) => actor.roles.includes(role))) {
      const runsInstallation = may(actor, 'health:read');
      return page('home/index', { name, entries, panels, setup, endingRoles, runsInstallation });
    }
    const day = await this.day.of(actor);
    const most = Math.max(4, ...day.week.map(({ count }) => count));
    const noTasks = day.overdue.length + day.dueToday.length === 0;
    return page('plans/day', {
      title: translate(language, 'common:home.title', { name }),
      names: await this.names.of(actor, casesOf(day)),
      today: day.today,
      counts: day.counts,
      sections: daySections(day, this.kinds, actor, language),
      panels,
      noTasks,
      calm: noTasks && panels.every(({ waits }) => !waits),
      entries: day.entries.map((entry) => ({ ...entry, text: entry.sentence(language) })),
      week: day.week.map(({ day: date, count }, place) => {
        const height = Math.round((HEIGHT * count) / most);
        const label = `${formatWeekdayLetter(date, language)} ${formatDayOfMonth(date)}`;
        return { date, label, count, height, y: HEIGHT - height, isToday: place === 0 };
      }),
      doors: entries,
      registers: may(actor, 'people:register'),
      paused: day.paused,
      setup,
      endingRoles,
    });
  }
}

@ApiTags('tasks')
@Controller('api/v1/day')
export class DayApiController {
  constructor(
    private readonly day: OfficerDay,
    private readonly decisions: DecisionSources,
  ) {}

  /** Show what is due for you in the coming seven days. */
  @Allow('tasks:read')
  @Get()
  async show(@CurrentActor() actor: Actor) {
    const { entries, ...day } = await this.day.of(actor);
    return {
      ...day,
      decisions: await this.decisions.besidesTasks(actor),
      entries: entries.map(({ sentence, ...entry }) => ({
        ...entry,
        text: sentence(actor.language),
      })),
    };
  }
}
