/**
 * How often a test that fails is run again. Where the whole is checked a machine that stood still must not be taken for
 * a fault; what passed only the second time is named at the end of the run. Where people work nothing is run again, so
 * that tests that race are found.
 */
export const retries = process.env['CI'] === 'true' ? 1 : 0;
