import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { Id } from '../../platform/web/id.decorator';
import { EndKeepApartForm, KeepApartForm } from '../access/access.dto';
import { renameErrorField } from '../access/form-fields.errors';
import { KeepApart } from '../access/keep-apart.service';
import { splitPosted } from '../registration.form';
import { CaseLinks } from './case-links.service';
import { Families } from './families.service';
import {
  AddLinkForm,
  ApartFromNetworkForm,
  EndDto,
  JoinFamilyForm,
  NetworkLinkForm,
  SplitFamilyDto,
} from './links.dto';
import { LinksPage, type LinksForm } from './links-page.service';
import { NetworkLinks } from './network-links.service';

type PageResponse = Promise<PageView | PageRedirect>;
interface LinksRequest {
  readonly actor: Actor;
  readonly id: string;
  readonly body: unknown;
  readonly request: FastifyRequest;
}

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id')
export class LinksPagesController {
  constructor(
    private readonly page: LinksPage,
    private readonly links: CaseLinks,
    private readonly families: Families,
    private readonly apart: KeepApart,
    private readonly networks: NetworkLinks,
  ) {}

  @Allow('links:read')
  @Get('links')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.page.show(actor, id, mawa.language);
  }

  @Allow('links:make')
  @Post('links')
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('link', AddLinkForm, { actor, id, body, request }, (typed) =>
      renameErrorField({ otherCaseId: 'linkNumber' }, async () => {
        const otherCaseId = await this.links.numbered(actor, typed.linkNumber, 'linkNumber');
        await this.links.add(actor, id, { kind: typed.kind, otherCaseId, since: typed.since });
      }),
    );
  }

  @Allow('links:make')
  @Post('links/:linkId/end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('linkId') linkId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('end', EndDto, { actor, id, body, request }, ({ reason }) =>
      this.links.end(actor, id, linkId, reason),
    );
  }

  @Allow('links:make')
  @Post('family')
  join(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('join', JoinFamilyForm, { actor, id, body, request }, (typed) =>
      renameErrorField({ otherCaseId: 'memberNumber' }, async () => {
        const otherCaseId = await this.links.numbered(actor, typed.memberNumber, 'memberNumber');
        await this.families.join(actor, id, { otherCaseId, relation: typed.relation });
      }),
    );
  }

  @Allow('links:make')
  @Post('family/:familyId/leave')
  leave(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('familyId') familyId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('end', EndDto, { actor, id, body, request }, ({ reason }) =>
      this.families.leave(actor, id, familyId, reason),
    );
  }

  @Allow('links:make')
  @Post('family/:familyId/split')
  split(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('familyId') familyId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('split', SplitFamilyDto, { actor, id, body, request }, ({ caseIds }) =>
      this.families.split(actor, id, familyId, caseIds),
    );
  }

  @Allow('people:keep-apart')
  @Post('keep-apart')
  keepApart(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('apart', KeepApartForm, { actor, id, body, request }, ({ otherNumber }) =>
      this.apart.decideByNumber(actor, id, otherNumber),
    );
  }

  @Allow('people:keep-apart')
  @Post('keep-apart/:apartId/end')
  endKeepApart(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('apartId') apartId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('end', EndKeepApartForm, { actor, id, body, request }, (typed) =>
      this.apart.end(actor, id, apartId, typed.apartReason),
    );
  }

  @Allow('networks:keep')
  @Post('networks')
  say(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    const { requestId } = splitPosted(body);
    return this.form('network', NetworkLinkForm, { actor, id, body, request }, (typed) =>
      this.networks.addLink(actor, id, { ...typed, name: typed.networkName }, requestId),
    );
  }

  @Allow('networks:keep')
  @Post('networks/:saidId/end')
  endSaid(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('saidId') saidId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('end', EndDto, { actor, id, body, request }, ({ reason }) =>
      this.networks.endLink(actor, id, saidId, reason),
    );
  }

  @Allow('networks:keep')
  @Post('network-apart')
  keepApartFrom(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('networkApart', ApartFromNetworkForm, { actor, id, body, request }, (typed) =>
      renameErrorField({ networkId: 'apartNetworkId' }, () =>
        this.networks.keepApart(actor, id, {
          networkId: typed.apartNetworkId,
          victimsToo: typed.victimsToo === 'yes',
        }),
      ),
    );
  }

  @Allow('networks:keep')
  @Post('network-apart/:apartId/end')
  endApartFrom(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('apartId') apartId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return this.form('end', EndDto, { actor, id, body, request }, ({ reason }) =>
      this.networks.endApart(actor, id, apartId, reason),
    );
  }

  private form<T extends object>(
    name: LinksForm,
    Dto: DtoClass<T>,
    { actor, id, body, request }: LinksRequest,
    act: (typed: T) => Promise<unknown>,
  ): PageResponse {
    const { language } = request.mawa;
    return submitForm(
      Dto,
      splitPosted(body).fields,
      language,
      async (typed) => {
        await act(typed);
        return redirect(`/people/${id}/links`, { kind: 'success', key: `links:done.${name}` });
      },
      (form) => this.page.show(actor, id, language, { [name]: form }),
    );
  }
}
