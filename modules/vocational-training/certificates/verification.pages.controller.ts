import { Body, Controller, Get, Header, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anonymous } from '../../access';
import { type Language, LANGUAGES } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { VerifyDto } from '../dto/training.dto';
import { CertificateVerification } from './verification.service';

const NOINDEX = ['X-Robots-Tag', 'noindex, nofollow, noarchive'] as const;
const frame = (language: Language) => ({
  bare: true,
  title: translate(language, 'training:verify.title'),
  action: `/verify?l=${language}`,
  switches: LANGUAGES.filter((code) => code !== language).map((code) => ({
    code,
    path: `/verify?l=${code}`,
  })),
});

/**
 * Public page on which employers verify a certificate: without reference to Mawa, and without names except the typed
 * one.
 */
@ApiExcludeController()
@Controller('verify')
export class VerifyPagesController {
  constructor(private readonly certificates: CertificateVerification) {}

  @Anonymous()
  @Header(...NOINDEX)
  @Get()
  form(@Req() { mawa }: FastifyRequest): PageView {
    return this.shown(mawa.language, newForm());
  }

  @Anonymous()
  @Header(...NOINDEX)
  @Post()
  ask(
    @Body() body: unknown,
    @Req() { mawa, ip }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { language } = mawa;
    return submitForm(
      VerifyDto,
      body,
      language,
      async (dto) => {
        const found = await this.certificates.ask(dto, ip);
        const named = found.valid && found.name === 'same' ? dto.name : null;
        const differs = found.valid && found.name === 'not_this';
        const nameless = found.valid && found.name === 'none_on_it';
        return page('training/verified', { ...frame(language), found, named, differs, nameless });
      },
      async (form) => this.shown(language, form),
    );
  }

  private shown(language: Language, form: FormState): PageView {
    return page('training/verify', { ...frame(language), form });
  }
}
