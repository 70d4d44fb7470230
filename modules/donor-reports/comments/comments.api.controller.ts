import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { type Actor, LANGUAGES, type Language, languageFrom } from '../../platform/shared/actor';
import { type PostedFields, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { SLUG } from '../dto/report.dto';
import { ReadReport } from '../read-report.service';
import { reportPage } from '../reports.view';
import { Comments } from './comments.service';

export class CommentDto {
  /** Key of the text that it is about. */
  @IsString()
  @Matches(SLUG)
  section: string;

  @IsIn(LANGUAGES)
  language: Language;

  @IsString()
  @Length(1, 2000)
  text: string;
}

@ApiTags('reports')
@Controller('api/v1/reports/:id/comments')
export class CommentsApiController {
  constructor(private readonly comments: Comments) {}

  /** List the comments on a report. */
  @Allow('reports:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.comments.list(actor, id);
  }

  /** Add a comment to a report. */
  @Allow('reports:comment')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() given: CommentDto,
    @RequestId() once: string | null,
  ) {
    return this.comments.add(actor, id, given, once);
  }

  /** Mark a comment on a report as settled. */
  @Allow('reports:comment')
  @Post(':commentId/settled')
  @HttpCode(204)
  settle(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('commentId') commentId: string,
  ): Promise<void> {
    return this.comments.settle(actor, id, commentId);
  }
}

@ApiExcludeController()
@Controller('reports/:id/comments')
export class CommentsPagesController {
  constructor(
    private readonly comments: Comments,
    private readonly read: ReadReport,
  ) {}

  @Allow('reports:comment')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ) {
    return submitForm(
      CommentDto,
      body,
      mawa.language,
      async ({ section, language, text }) => {
        await this.comments.add(actor, id, { section, language, text });
        return redirect(`/reports/${id}?language=${language}#remarks`);
      },
      (form) =>
        reportPage(
          this.read,
          actor,
          id,
          languageFrom(body.language as string | undefined, mawa.language),
          form,
          mawa,
        ),
    );
  }

  @Allow('reports:comment')
  @Post(':commentId/settled')
  async settle(@CurrentActor() actor: Actor, @Id() id: string, @Id('commentId') commentId: string) {
    await this.comments.settle(actor, id, commentId);
    return redirect(`/reports/${id}#remarks`);
  }
}
