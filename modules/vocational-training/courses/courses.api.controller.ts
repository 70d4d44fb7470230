import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, MonthDto, RequestId, YearDto } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { AddCourseDto, ChangeCourseDto, OpenSessionDto } from '../dto/training.dto';
import { TrainingFiguresService } from '../figures/training-figures.service';
import { CourseCalendar } from './calendar.service';
import { Courses } from './courses.service';

@ApiTags('vocational training')
@Controller('api/v1/training')
export class CoursesApiController {
  constructor(
    private readonly courses: Courses,
    private readonly calendar: CourseCalendar,
    private readonly figures: TrainingFiguresService,
  ) {}

  /** List the courses. */
  @Allow('training:offers')
  @Get('courses')
  async all(@CurrentActor() actor: Actor) {
    return { courses: await this.courses.all(actor) };
  }

  /** Add a course. */
  @Allow('training:manage')
  @Post('courses')
  add(
    @CurrentActor() actor: Actor,
    @Body() body: AddCourseDto,
    @RequestId() requestId: string | null,
  ) {
    return this.courses.add(actor, body, requestId);
  }

  /**
   * Show a course.
   * With what was changed: the former values, who and when.
   */
  @Allow('training:offers')
  @Get('courses/:courseId')
  course(@CurrentActor() actor: Actor, @Id('courseId') courseId: string) {
    return this.courses.course(actor, courseId);
  }

  /**
   * Change a course.
   * With the `revision` that was read. Once a session has begun, provider, level, field, trade, language, prices and
   * budget line stay; certificates keep the title that they were issued with.
   */
  @Allow('training:manage')
  @Put('courses/:courseId')
  @HttpCode(204)
  change(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
    @Body() body: ChangeCourseDto,
  ) {
    return this.courses.change(actor, courseId, body);
  }

  /**
   * Withdraw a course from the catalogue.
   * No session is opened any more; those that were opened are held.
   */
  @Allow('training:manage')
  @Post('courses/:courseId/withdrawal')
  @HttpCode(204)
  withdraw(@CurrentActor() actor: Actor, @Id('courseId') courseId: string) {
    return this.courses.withdraw(actor, courseId);
  }

  /** Put a course back into the catalogue. */
  @Allow('training:manage')
  @Delete('courses/:courseId/withdrawal')
  @HttpCode(204)
  restore(@CurrentActor() actor: Actor, @Id('courseId') courseId: string) {
    return this.courses.restore(actor, courseId);
  }

  /**
   * List the sessions of courses.
   * Held on some day of these months, with places taken and the line: numbers, never who.
   */
  @Allow('training:offers')
  @Get('sessions')
  sessions(@CurrentActor() actor: Actor, @Query() { month }: MonthDto) {
    return this.calendar.of(actor, month ?? null);
  }

  /** Open a session of a course. */
  @Allow('training:manage')
  @Post('courses/:courseId/sessions')
  open(
    @CurrentActor() actor: Actor,
    @Id('courseId') courseId: string,
    @Body() body: OpenSessionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.courses.open(actor, courseId, body, requestId);
  }

  /** Show a session of a course. */
  @Allow('training:offers')
  @Get('sessions/:sessionId')
  one(@CurrentActor() actor: Actor, @Id('sessionId') sessionId: string) {
    return this.courses.one(actor, sessionId);
  }

  /** Show the figures of training for a year. */
  @Allow('training:figures')
  @Get('figures')
  of(@CurrentActor() actor: Actor, @Query() { year }: YearDto) {
    return this.figures.of(actor, year ?? null);
  }
}
