import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { TakeOpeningBackDto } from '../dto/openings.dto';
import { Openings } from './openings.service';

@ApiTags('budget')
@Controller('api/v1')
export class OpeningsApiController {
  constructor(private readonly openings: Openings) {}

  /**
   * Show the opening balances of a grant.
   * What the grant brought in from before Mawa. A file of it goes to imports/lists/opening-balances.
   */
  @Allow('budget:read')
  @Get('grants/:id/openings')
  of(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.openings.of(actor, id);
  }

  /**
   * Propose to take back the opening balances of a grant.
   * Proposes to take it back as a whole. In force when another person confirms it (grant-proposals/ID/decisions).
   */
  @Allow('grants:propose')
  @Post('grant-openings/:id/taking-back')
  takeBack(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { reference }: TakeOpeningBackDto,
  ) {
    return this.openings.takeBack(actor, id, reference, requestId);
  }
}
