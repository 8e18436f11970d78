export { intakeDoors } from './intake/intake.http.ts'
export { type Intake, type IntakeOptions, openIntake } from './intake/open-intake.ts'
