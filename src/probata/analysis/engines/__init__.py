"""One kernel, several engines: what adds the sums of a study too large for memory."""
