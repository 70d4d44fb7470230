import { Body, Controller, Delete, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, InPerson, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { AddItemDto, ChangeItemDto, DraftWordsDto, MoveItemDto, RevisionDto } from './dto/list.dto';
import { ListDrafts } from './list-drafts.service';

@ApiTags('lists')
@Allow('lists:write')
@Controller('api/v1/lists/:name/draft')
export class ListDraftsApiController {
  constructor(private readonly drafts: ListDrafts) {}

  /**
   * Start the draft of the next version of a list.
   * Begins the next version from the latest approved one; one draft a list.
   */
  @Post()
  start(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @RequestId() requestId: string | null,
  ) {
    return this.drafts.start(actor, name, requestId);
  }

  /** Change the name and source of the draft of a list. */
  @Put()
  describe(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Body() words: DraftWordsDto,
  ) {
    return this.drafts.describe(actor, name, words);
  }

  /** Delete the draft of a list. */
  @Delete()
  drop(@CurrentActor() actor: Actor, @Param('name') name: string, @Query() of: RevisionDto) {
    return this.drafts.drop(actor, name, of);
  }

  /** Add a code to the draft of a list. */
  @Post('items')
  add(@CurrentActor() actor: Actor, @Param('name') name: string, @Body() item: AddItemDto) {
    return this.drafts.add(actor, name, item);
  }

  /** Change a code in the draft of a list. */
  @Put('items/:code')
  change(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Body() item: ChangeItemDto,
  ) {
    return this.drafts.rewrite(actor, name, { ...item, code });
  }

  /**
   * Remove a new code from the draft of a list.
   * Only a code that was never approved; any other is retired.
   */
  @Delete('items/:code')
  remove(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Query() { revision }: RevisionDto,
  ) {
    return this.drafts.remove(actor, name, { revision, code });
  }

  /** Move a code to another place in the draft of a list. */
  @HttpCode(200)
  @Post('items/:code/move')
  move(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Body() { revision, to }: MoveItemDto,
  ) {
    return this.drafts.move(actor, name, { revision, code, to });
  }

  /**
   * Approve the draft of a list.
   * By another owner than those who wrote it.
   */
  @HttpCode(200)
  @InPerson()
  @Post('approval')
  approve(@CurrentActor() actor: Actor, @Param('name') name: string, @Body() of: RevisionDto) {
    return this.drafts.approve(actor, name, of);
  }
}
