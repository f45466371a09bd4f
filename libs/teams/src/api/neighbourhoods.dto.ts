import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsNumber, IsObject, ValidateIf } from 'class-validator';
import { ListOf, Nested, Pattern, Text, Whole } from '#http';
import type { Area } from '../domain/geometry.js';

/** The largest number of rows in an import: the statistical sectors of the largest city fit. */
const MOST_ROWS = 2000;

const Degrees = (most: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: Number, minimum: -most, maximum: most, description: 'WGS84 degrees' }),
    IsNumber(),
  );

const GeoJsonArea = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'object',
      additionalProperties: true,
      selfRequired: false,
      description: 'a GeoJSON Polygon or MultiPolygon; left out: a known area stays',
    }),
    ValidateIf((_, value) => value !== undefined),
    IsObject(),
  );

export class PointDto {
  @Degrees(180) readonly lon: number;
  @Degrees(90) readonly lat: number;
}

/** A row of an import. The API checks only its form, because the domain reports the problems of each row. */
export class ImportedNeighbourhoodDto {
  @Text({ max: 200, example: '4', description: 'at most 20 letters, digits and dashes' }) readonly code: string;
  @Text({ max: 200, example: 'Brugse Poort - Rooigem' }) readonly name: string;
  @Nested(() => PointDto, { optional: true, description: 'computed from the area when left out' })
  readonly centre?: PointDto;
  @GeoJsonArea() readonly area?: Area;
}

export class ImportDto {
  @Pattern(/^[0-9]{5}$/, 'the NIS code of a municipality, 5 digits', {
    optional: true,
    example: '44021',
    description: 'the city that the file is about: yours',
  })
  readonly city?: string;
  @Text({
    max: 200,
    example: 'Stad Gent, Stadswijken Gent',
    description: 'where it was taken from, for the attribution; another one is a change',
  })
  readonly source: string;
  @ListOf(() => ImportedNeighbourhoodDto, { max: MOST_ROWS }) readonly neighbourhoods: ImportedNeighbourhoodDto[];
}

export class NeighbourhoodPath {
  @Text({ max: 100, example: '4' }) readonly code: string;
}

export class NeighbourhoodsQuery {
  @Text({ max: 100, optional: true, description: 'the `next` of the page before' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
