/**
 * One rule that says which traces are worth keeping or forwarding, in the words and with the meaning of the
 * Collector's `tail_sampling` processor
 * (https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/tailsamplingprocessor), so that
 * a rule can be carried from one to the other.
 */
export type SamplingPolicy = { readonly name?: string } & PolicyRule;

export type PolicyRule =
  | { readonly type: 'always_sample' }
  /** A span of the trace has one of these codes. */
  | {
      readonly type: 'status_code';
      readonly status_code: { readonly status_codes: readonly ('OK' | 'ERROR' | 'UNSET')[] };
    }
  /**
   * From the earliest start to the latest end, in whole milliseconds: at least the threshold; where there is an upper one, longer
   * than the first and at most that.
   */
  | {
      readonly type: 'latency';
      readonly latency: { readonly threshold_ms: number; readonly upper_threshold_ms?: number };
    }
  /** A share of all traces by their id: the same ones wherever the same share and salt are used. */
  | {
      readonly type: 'probabilistic';
      readonly probabilistic: { readonly sampling_percentage: number; readonly hash_salt?: string };
    }
  /** At most so many spans a second of each service; the service is that of the trace's root. */
  | { readonly type: 'rate_limiting'; readonly rate_limiting: { readonly spans_per_second: number } }
  /** A span or its resource has the attribute with one of the values, or with none of them where it is inverted. */
  | { readonly type: 'string_attribute'; readonly string_attribute: StringAttributeRule }
  /** All of these. */
  | { readonly type: 'and'; readonly and: { readonly and_sub_policy: readonly SamplingPolicy[] } };

export interface StringAttributeRule {
  readonly key: string;
  readonly values: readonly string[];
  readonly enabled_regex_matching?: boolean;
  readonly invert_match?: boolean;
}
