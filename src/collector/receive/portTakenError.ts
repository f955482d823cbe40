import { UserError } from '../../shared/userError.ts';
import { type PortProcess, portHolder } from './portHolder.ts';
import { askPort, type PortAnswer } from './portProbe.ts';

/** A port that somebody else has. */
export class PortTakenError extends UserError {
  readonly port: number;
  /** `otelcol (process 4711)`, `an OpenTelemetry Collector`, `another program`. */
  readonly holder: string;

  constructor(message: string, port: number, holder: string) {
    super(message);
    this.port = port;
    this.holder = holder;
  }

  /** Looks who has it; `option` is the flag that names another port. */
  static async explain(port: number, host: string, option: string): Promise<PortTakenError> {
    const [answer, holder] = await Promise.all([askPort(port, host), portHolder(port)]);
    const name = holderName(answer, holder);
    const where = host === '::1' ? `${port} of ::1, the address of this machine in IPv6,` : `${port}`;
    const sentence = `Port ${where} is taken by ${name}. End that program, or choose another port with ${option} PORT (0 takes any free one).`;
    return new PortTakenError(sentence, port, name);
  }
}

const answerNames: Readonly<Record<PortAnswer, string>> = {
  Spanline: 'another Spanline collector',
  Jaeger: 'Jaeger',
  OTLP: 'an OpenTelemetry Collector',
  other: 'another program',
};

/** Programs that hold ports for those in containers, whose own names they do not tell. */
const gateways =
  /^(?:docker-proxy|com\.docker|dockerd|vpnkit|rootlessport|rootlesskit|gvproxy|slirp4netns|wslrelay|ssh$)/;

export function holderName(answer: PortAnswer, holder: PortProcess | undefined): string {
  if (holder === undefined) return answerNames[answer];
  const process = `process ${holder.pid}`;
  // A name such as `node collector.js` says less than what it has told of itself.
  if (answer === 'Spanline') return `${answerNames.Spanline} (${process})`;
  if (answer !== 'other' && gateways.test(holder.name))
    return `${answerNames[answer]} behind ${holder.name} (${process})`;
  return `${holder.name} (${process})`;
}
