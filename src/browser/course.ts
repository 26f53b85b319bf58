import type { Course } from '../protocol.ts';

/** What the server wrote into the page. */
export function readCourse(): Course {
  return JSON.parse(document.getElementById('course')?.textContent ?? '') as Course;
}
