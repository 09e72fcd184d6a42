"""Shares a cohort among inspectors: who may read a case, balance, few moves, what to relax."""
