import { Controller, Get, Param, ParseIntPipe, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { CompareVersionsDto } from './dto/list.dto';
import { crosswalkOf } from './data/crosswalk.data';
import { fixedBecause, isListName, LIST_NAMES, list } from './fixed-lists.data';
import { ListUses } from './list-uses.service';
import { Lists } from './lists.service';

const fixed = (name: string) => {
  if (!isListName(name)) throw notFound();
  return { name, fixedBecause: fixedBecause(name), ...list(name) };
};

@ApiTags('lists')
@Controller('api/v1/lists')
export class ListsApiController {
  constructor(
    private readonly lists: Lists,
    private readonly uses: ListUses,
  ) {}

  /**
   * List the reference lists.
   * Every list: who owns it, its versions and sources; and those that the programme's rules fix.
   */
  @Allow('lists:read')
  @Get()
  async all(@CurrentActor() actor: Actor) {
    const { lists, standards } = await this.lists.all(actor);
    const unchanging = LIST_NAMES.map((name) => {
      const { version, source, items, fixedBecause: because } = fixed(name);
      return { name, version, source, fixedBecause: because, items: items.length };
    });
    return { lists, standards, fixed: unchanging };
  }

  /**
   * Show a reference list as it is in force.
   * One list as it is chosen from today, with what HTCDS and CTDC call each code.
   */
  @Allow('lists:read')
  @Get(':name')
  async one(@CurrentActor() actor: Actor, @Param('name') name: string) {
    if (!isListName(name)) {
      return { ...(await this.lists.one(actor, name)), usedBy: this.uses.of(name) };
    }
    const { items, ...rest } = fixed(name);
    const crosswalk = crosswalkOf(name);
    return {
      ...rest,
      usedBy: this.uses.of(name),
      items: items.map((item) => ({ ...item, crosswalk: crosswalk?.[item.code] ?? null })),
    };
  }

  /** Show one version of a reference list. */
  @Allow('lists:read')
  @Get(':name/versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('version', ParseIntPipe) version: number,
  ) {
    return this.lists.version(actor, name, version);
  }

  /** Compare two versions of a reference list. */
  @Allow('lists:read')
  @Get(':name/comparison')
  compare(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Query() { from, to }: CompareVersionsDto,
  ) {
    return this.lists.compare(actor, name, from, to);
  }
}
