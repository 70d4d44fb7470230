import { Body, Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { CaseLinks } from './case-links.service';
import { Families } from './families.service';
import {
  AddLinkDto,
  ApartFromNetworkDto,
  EndDto,
  JoinFamilyDto,
  NetworkLinkDto,
  SplitFamilyDto,
} from './links.dto';
import { NetworkLinks } from './network-links.service';
import { ReadLinks } from './read-links.service';

@ApiTags('family and links')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id')
export class LinksApiController {
  constructor(
    private readonly reading: ReadLinks,
    private readonly links: CaseLinks,
    private readonly families: Families,
    private readonly networks: NetworkLinks,
  ) {}

  /**
   * List the people linked to a person.
   * Linked people whose case the actor may read too; the others are left out.
   */
  @Allow('links:read')
  @Get('links')
  show(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.reading.of(actor, id);
  }

  /** Link two people. */
  @Allow('links:make')
  @Post('links')
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() link: AddLinkDto,
    @RequestId() requestId: string | null,
  ) {
    return this.links.add(actor, id, link, requestId);
  }

  /** End a link between two people. */
  @Allow('links:make')
  @Post('links/:linkId/end')
  @HttpCode(204)
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('linkId') linkId: string,
    @Body() { reason }: EndDto,
  ) {
    return this.links.end(actor, id, linkId, reason);
  }

  /** Add a person to a family. */
  @Allow('links:make')
  @Post('family')
  join(@CurrentActor() actor: Actor, @Id() id: string, @Body() joining: JoinFamilyDto) {
    return this.families.join(actor, id, joining);
  }

  /** Record that a person leaves a family. */
  @Allow('links:make')
  @Post('family/:familyId/leave')
  @HttpCode(204)
  leave(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('familyId') familyId: string,
    @Body() { reason }: EndDto,
  ) {
    return this.families.leave(actor, id, familyId, reason);
  }

  /** Split a family in two. */
  @Allow('links:make')
  @Post('family/:familyId/split')
  split(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('familyId') familyId: string,
    @Body() { caseIds }: SplitFamilyDto,
  ) {
    return this.families.split(actor, id, familyId, caseIds);
  }

  /** Record the link of a person to a trafficking network. */
  @Allow('networks:keep')
  @Post('networks')
  say(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() said: NetworkLinkDto,
    @RequestId() requestId: string | null,
  ) {
    return this.networks.addLink(actor, id, said, requestId);
  }

  /** End the link of a person to a trafficking network. */
  @Allow('networks:keep')
  @Post('networks/:saidId/end')
  @HttpCode(204)
  endSaid(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('saidId') saidId: string,
    @Body() { reason }: EndDto,
  ) {
    return this.networks.endLink(actor, id, saidId, reason);
  }

  /** Keep a person apart from everybody of a network. */
  @Allow('networks:keep')
  @Post('network-apart')
  keepApart(@CurrentActor() actor: Actor, @Id() id: string, @Body() apart: ApartFromNetworkDto) {
    return this.networks.keepApart(actor, id, apart);
  }

  /** End the rule that keeps a person apart from a network. */
  @Allow('networks:keep')
  @Post('network-apart/:apartId/end')
  @HttpCode(204)
  endApart(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('apartId') apartId: string,
    @Body() { reason }: EndDto,
  ) {
    return this.networks.endApart(actor, id, apartId, reason);
  }
}
