/** The UTC hour of a moment, as the database takes it: no stored time of intake is finer. guards T-13 */
export function hourOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 13)}:00:00Z`
}
