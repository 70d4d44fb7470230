import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor } from '../access';
import type { Actor } from '../../src/shared/actor';
import { type FormState, newForm, submitForm } from '../../src/web/forms';
import { translate } from '../../src/web/i18n';
import { file, type FileDownload, page, type PageView } from '../../src/web/page';
import { PrintDto } from './dto/complaint.dto';
import { SLIPS_A_SHEET } from './papers.pdf';
import { Papers } from './papers.service';

const orderIn = ({ sheets, shelterId, address, phone }: PrintDto) => ({
  ...{ sheets, address },
  shelterId: shelterId ?? null,
  phone: phone ?? '',
});

/** Sheets of slips for a wall: what was printed, never what was used. */
@ApiExcludeController()
@Controller('complaints/papers')
export class PapersPagesController {
  constructor(private readonly papers: Papers) {}

  @AllowQuietly('complaints:print')
  @Get()
  form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @AllowQuietly('complaints:print')
  @Post()
  print(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | FileDownload> {
    return submitForm<PrintDto, FileDownload>(
      PrintDto,
      body,
      request.mawa.language,
      async (dto) => sheetOf((await this.papers.print(actor, orderIn(dto))).pdf),
      (form) => this.show(actor, request, form),
    );
  }

  private async show(
    actor: Actor,
    { mawa, protocol, host }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { batches, shelters, printed } = await this.papers.list(actor);
    return page('complaints/papers', {
      title: translate(mawa.language, 'complaints:papers.title'),
      form,
      batches,
      slips: SLIPS_A_SHEET,
      shelters: shelters.map(({ id, name }) => ({ value: id, label: name })),
      address: printed.address || `${protocol}://${host}/mot`,
      phone: printed.phone,
    });
  }
}

@ApiTags('complaints')
@Controller('api/v1/complaints/papers')
export class PapersApiController {
  constructor(private readonly papers: Papers) {}

  @AllowQuietly('complaints:print')
  @Get()
  async list(@CurrentActor() actor: Actor) {
    const { batches } = await this.papers.list(actor);
    return { batches };
  }

  /** The sheet as PDF: the halves of the numbers on it are kept nowhere else. */
  @AllowQuietly('complaints:print')
  @Post()
  async print(@CurrentActor() actor: Actor, @Body() body: PrintDto): Promise<FileDownload> {
    return sheetOf((await this.papers.print(actor, orderIn(body))).pdf);
  }
}

const sheetOf = (pdf: Buffer): FileDownload => file(pdf, 'mawa-slips.pdf', 'application/pdf');
