import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, MonthDto, RequestId, YearDto } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { AddCourseDto, OpenSessionDto } from '../dto/training.dto';
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
