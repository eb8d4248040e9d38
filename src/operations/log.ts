import pino from 'pino'
import type { LogLevel } from '../config.ts'
import { openLines } from './lines.ts'

/** One line per event, written later than the work it tells of; `flush` before the process ends. */
export interface Log {
  /** Asked before a line is put together that would not be written. */
  readonly isOn: (level: LogLevel) => boolean
  readonly info: (event: string, details?: Details) => void
  readonly warn: (event: string, details?: Details) => void
  readonly error: (event: string, details?: Details) => void
  readonly flush: () => void
}

export type Details = Readonly<Record<string, unknown>>

/**
 * Logs to a file descriptor (1 or 2): JSON lines, or plain text for a person at a terminal.
 * No pino transport: those load a file at run time, and a compiled program has none.
 */
export function openLog(level: LogLevel, fileDescriptor: 1 | 2, isTerminal: boolean): Log {
  const lines = openLines(fileDescriptor)
  const target = isTerminal ? { write: (line: string) => lines.write(`${plain(line)}\n`) } : lines
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
    },
    target,
  )
  return {
    isOn: (asked) => logger.isLevelEnabled(asked),
    info: (event, details = {}) => logger.info(details, event),
    warn: (event, details = {}) => logger.warn(details, event),
    error: (event, details = {}) => logger.error(details, event),
    flush: lines.flush,
  }
}

/** `12:30:05 info listening url=http://…` */
function plain(line: string): string {
  const { time, level, event, ...details } = JSON.parse(line) as Record<string, unknown>
  const shown = Object.entries(details).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [String(time).slice(11, 19), level, event, ...shown].join(' ')
}
