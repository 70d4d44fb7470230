import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, MonthDto, YearDto } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { AddCourseDto, ChangeCourseDto, OpenSessionDto } from '../dto/training.dto';
import { TrainingFiguresService } from '../figures/training-figures.service';
import { TrainingPages } from '../person/training-pages.view';
import { CourseCalendar } from './calendar.service';
import { calendarModel, coursesModel } from './course.view';
import { Courses } from './courses.service';

type PageResult = Promise<PageView | PageRedirect>;

/** Pages of courses: calendar of sessions, courses, one session with seats and days, figures. */
@ApiExcludeController()
@Controller('training')
export class CoursesPagesController {
  constructor(
    private readonly courses: Courses,
    private readonly calendar: CourseCalendar,
    private readonly figures: TrainingFiguresService,
    private readonly pages: TrainingPages,
  ) {}

  @Allow('training:offers')
  @Get()
  async months(
    @CurrentActor() actor: Actor,
    @Query() { month }: MonthDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const calendar = await this.calendar.of(actor, month ?? null);
    const codes = await this.pages.courseWords(actor);
    return page('training/calendar', calendarModel(actor, calendar, codes, mawa.language));
  }

  @Allow('training:offers')
  @Get('courses')
  async all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const courses = await this.courses.all(actor);
    const codes = await this.pages.courseWords(actor);
    return page('training/courses', coursesModel(actor, courses, codes, mawa.language));
  }

  @Allow('training:manage')
  @Get('courses/new')
  courseForm(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.pages.courseForm(actor, mawa.language, newForm());
  }

  @Allow('training:manage')
  @Post('courses')
  add(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      AddCourseDto,
      body,
      mawa.language,
      async (course) => {
        await this.courses.add(actor, course, requestIdOf(_request));
        return redirect('/training/courses', { kind: 'success', key: 'training:saved' });
      },
      (form) => this.pages.courseForm(actor, mawa.language, form),
    );
  }

  @Allow('training:manage')
  @Get('courses/:courseId/change')
  changeForm(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.changeCourse(actor, mawa.language, courseId, newForm());
  }

  @Allow('training:manage')
  @Post('courses/:courseId/change')
  change(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      ChangeCourseDto,
      body,
      mawa.language,
      async (course) => {
        await this.courses.change(actor, courseId, course);
        return redirect('/training/courses', { kind: 'success', key: 'training:saved' });
      },
      (form) => this.pages.changeCourse(actor, mawa.language, courseId, form),
    );
  }

  @Allow('training:manage')
  @Post('courses/:courseId/withdrawal')
  async withdraw(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
  ): Promise<PageRedirect> {
    await this.courses.withdraw(actor, courseId);
    return redirect('/training/courses', { kind: 'success', key: 'training:courses.withdrawn' });
  }

  @Allow('training:manage')
  @Post('courses/:courseId/withdrawal/end')
  async restore(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
  ): Promise<PageRedirect> {
    await this.courses.restore(actor, courseId);
    return redirect('/training/courses', { kind: 'success', key: 'training:courses.restored' });
  }

  @Allow('training:manage')
  @Get('courses/:courseId/sessions/new')
  sessionForm(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.sessionForm(actor, mawa.language, courseId, newForm());
  }

  @Allow('training:manage')
  @Post('courses/:courseId/sessions')
  open(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      OpenSessionDto,
      body,
      mawa.language,
      async (session) => {
        const { id } = await this.courses.open(actor, courseId, session, requestIdOf(_request));
        return redirect(`/training/sessions/${id}`, { kind: 'success', key: 'training:saved' });
      },
      (form) => this.pages.sessionForm(actor, mawa.language, courseId, form),
    );
  }

  @Allow('training:offers')
  @Get('sessions/:sessionId')
  session(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.session(actor, mawa.language, sessionId, may(actor, 'training:register'));
  }

  @Allow('training:figures')
  @Get('figures')
  async ofYear(
    @CurrentActor() actor: Actor,
    @Query() { year }: YearDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return page('training/figures', await this.figures.page(actor, year ?? null, mawa.language));
  }
}
