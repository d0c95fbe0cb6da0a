"""Medicines: ingredients, limits, interactions, and who of the clinic confirmed them."""
